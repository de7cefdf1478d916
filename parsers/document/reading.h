#pragma once
/// What the readers of one format share: their signatures, limits by default, and the making of
/// problems. Every reader takes hostile bytes, throws nothing, and says in problems what it could
/// not read.

#include <string>
#include <string_view>
#include <utility>

#include "parsers/document/document_reader.h"
#include "parsers/problem_codes.h"

namespace parsers::document {

Reading read_docx(const Input& input);
Reading read_xlsx(const Input& input);
Reading read_doc(const Input& input);
Reading read_xls(const Input& input);
Reading read_ppt(const Input& input);
Reading read_msg(const Input& input);
Reading read_html(const Input& input);
Reading read_pdf(const Input& input);
Reading read_plain_text(const Input& input);
Reading read_image(const Input& input);
Reading read_heic(const Input& input);
Reading read_word_xml(const Input& input);
Reading read_excel_xml(const Input& input);
Reading read_xml(const Input& input);
Reading read_pptx(const Input& input);
Reading read_open_document(const Input& input);
Reading read_mht(const Input& input);
Reading read_csv(const Input& input);
Reading read_ofd(const Input& input);
Reading read_rtf(const Input& input);
Reading read_encrypted(const Input& input);
Reading read_executable(const Input& input);
Reading read_empty(const Input& input);
Reading read_unsupported(const Input& input);
Reading read_container(const Input& input);
Reading read_tnef(const Input& input);

const Limits& limits_of(const Input& input);

inline Problem make_problem(std::string_view code, Severity severity, std::string detail) {
    Problem problem;
    problem.code = code;
    problem.severity = severity;
    problem.detail = std::move(detail);
    return problem;
}

/// The longest beginning of at most `size` bytes that does not cut a code point of UTF-8.
std::string_view whole_code_points(std::string_view text, std::size_t size);

/// Adds a problem unless the same stands there already: hostile input must not fill the list.
void add_problem(Reading& reading, std::string_view code, Severity severity, std::string detail);

/// Keeps at most the text limit, at a code point's border, and says so.
void set_text(Reading& reading, const Limits& limits, std::string text, bool truncated = false);

/// A link, unless the address is none a person could follow (only http and https are kept).
void add_link(Reading& reading, std::string_view url, std::string_view text);

}  // namespace parsers::document
