#pragma once
/// The parts of a mail body: what a reply or forward quotes (domain.md §8.6, QQ, 163, 139,
/// Outlook), the greeting, and the closing lines with the sender's card. Each function adds
/// segments to the document. Pure, linear.

#include <span>
#include <vector>

#include "parsers/fields/lines.h"
#include "parsers/parsed.h"

namespace parsers::fields {

/// Adds Quote and QuotedHeader segments; returns how many lines stand before the quote: the
/// sender's own words.
std::size_t read_quotes(const std::vector<Line>& lines, Document& document);

/// Adds the Addressee of the first line ("县司法局：", also with text behind it); returns the lines
/// it takes whole.
std::size_t read_greeting(const std::vector<Line>& lines, Document& document);

/// Adds SignatureCard segments: closing lines with a telephone, an office, a mobile client's line.
void read_card(const std::vector<Line>& lines, Document& document);

/// Signature and DateLine at the end of any text; lines before `first` are not looked at.
void read_signature(std::span<const Line> lines, std::size_t first, Document& document);

}  // namespace parsers::fields
