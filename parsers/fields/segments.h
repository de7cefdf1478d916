#pragma once
/// Segments and fields of one document, found by shape (domain.md §2, §3): what the judge weighs.
/// Works on Document::text, links and role; fills segments and fields. Pure, linear in the text,
/// throws nothing.

#include "parsers/parsed.h"

namespace parsers::fields {

/// A mail body also gets Quote, QuotedHeader and SignatureCard segments.
void read_fields(Document& document);

}  // namespace parsers::fields
