#pragma once
/// A parsed message sorted for judging: its letter (subject, own words, quoted headers, sender) and
/// its papers (every document that could be or belong to a filing; one paper a decision where a
/// file holds several). Views into Parsed, which must outlive it. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/judge/judge.h"

namespace judge {

struct Title {
    std::string text;  ///< as written
    std::string folded;
    bool head = false;  ///< of the document's head, not of a paper bound in further down
};

/// What one decision in a document says, from the child's fields (parsers/fields/decision.h).
struct DecisionFields {
    std::vector<parsers::Field> fields;  ///< of this decision only
    [[nodiscard]] const parsers::Field* find(std::string_view name) const;
};

struct Paper {
    std::size_t index = 0;  ///< in Parsed::documents
    const parsers::Document* document = nullptr;
    std::string from;  ///< its part path, for evidence
    std::string name;  ///< file name without folder and extension, as written
    std::vector<std::string>
        outer_names;        ///< archives and mails it lies in, innermost first, without extension
    std::string container;  ///< part path of what it lies in; empty at the top
    std::string stem;  ///< the name without 盖章, 扫描件, (1) …; empty where nothing is left
    std::string folded;  ///< its text, folded (the first stretch of it)
    std::vector<Title> titles;
    std::optional<DecisionFields> decision;
    bool readable = false;  ///< has text
    bool is_body = false;

    /// Those that are not disputed between readings of a picture.
    [[nodiscard]] std::vector<std::string_view> segments(parsers::SegmentKind kind) const;
};

struct Letter {
    std::string subject;  ///< without 转发: Re: … in front
    std::string raw_subject;
    bool is_reply = false;
    bool is_forward = false;
    bool answers_office = false;              ///< a reply whose subject and quote are our own words
    std::string own_text;                     ///< the sender's words, greeting and quotes left out
    std::string own_from;                     ///< part path of the body
    std::vector<std::string> quoted_senders;  ///< "发件人: …" values
    std::vector<std::string> quoted_subjects;
    std::vector<std::string> card;
    std::string sender_address;  ///< lower case
    std::string sender_name;
    std::optional<std::size_t> body;  ///< index of the body in Parsed::documents
    std::string attached_text;        ///< the words of attached mails, quotes left out

    /// As what kind of evidence the subject counts: a sender's own words, or quoted ones.
    [[nodiscard]] std::string_view subject_kind() const {
        return answers_office ? "forwarded" : "subject";
    }
};

struct Material {
    Letter letter;
    std::vector<Paper> papers;  ///< attachments and archive entries; the body is not among them
    std::optional<Paper> body;  ///< the letter as a paper, for mails without attachments
};

Material sort_out(const parsers::Parsed& parsed);

/// Subject without its stack of 转发: 回复: Re: Fw: and the like.
std::string bare_subject(std::string_view subject, bool* is_reply = nullptr,
                         bool* is_forward = nullptr);
/// A file name without folder and extension.
std::string base_name(std::string_view name);
/// A name without the words that tell a copy from its original, folded; empty when nothing is left
/// that names it.
std::string stem_of(std::string_view name);

}  // namespace judge
