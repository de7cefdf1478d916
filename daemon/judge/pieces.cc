#include "daemon/judge/pieces.h"

#include <algorithm>
#include <array>

namespace judge {
namespace {

using config::Piece;

enum class Form { Editable, Page, Other };

struct TypeForm {
    std::string_view type;  ///< a media type, or its beginning where it ends in "/"
    Form form;
};

// interfaces.md, Pieces: `word` is an editable office file; `stamped-pdf` a PDF, OFD or page image.
constexpr std::array kForms = {
    TypeForm{"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
             Form::Editable},
    TypeForm{"application/vnd.openxmlformats-officedocument.wordprocessingml.template",
             Form::Editable},
    TypeForm{"application/vnd.ms-word.document.macroenabled.12", Form::Editable},
    TypeForm{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Form::Editable},
    TypeForm{"application/vnd.openxmlformats-officedocument.spreadsheetml.template",
             Form::Editable},
    TypeForm{"application/vnd.ms-excel.sheet.macroenabled.12", Form::Editable},
    TypeForm{"application/vnd.oasis.opendocument.text", Form::Editable},
    TypeForm{"application/vnd.oasis.opendocument.spreadsheet", Form::Editable},
    TypeForm{"application/msword", Form::Editable},
    TypeForm{"application/vnd.ms-excel", Form::Editable},
    TypeForm{"application/vnd.ms-works", Form::Editable},
    TypeForm{"application/rtf", Form::Editable},
    TypeForm{"text/rtf", Form::Editable},
    TypeForm{"application/x-word-xml", Form::Editable},
    TypeForm{"application/x-excel-xml", Form::Editable},
    TypeForm{"application/x-ooxml-protected", Form::Editable},
    TypeForm{"application/x-ole-storage", Form::Editable},
    TypeForm{"application/pdf", Form::Page},
    TypeForm{"application/ofd", Form::Page},
    TypeForm{"image/svg+xml", Form::Other},
    TypeForm{"image/", Form::Page},
};

Form form_of(std::string_view type) {
    for (const TypeForm& known : kForms)
        if (known.type.ends_with('/') ? type.starts_with(known.type) : type == known.type)
            return known.form;
    return Form::Other;
}

bool is_program(std::string_view type) {
    return type == "application/vnd.microsoft.portable-executable" ||
           type == "application/x-executable" || type == "application/x-ms-shortcut" ||
           type == "application/x-script" || type == "application/java-archive" ||
           type == "application/vnd.android.package-archive" || type == "application/x-msi" ||
           type == "application/x-empty";
}

}  // namespace

std::vector<Piece> pieces_of(const parsers::Document& document) {
    // A body is never word or stamped-pdf, but it can be the document itself.
    if (document.role == parsers::Role::Body) return {Piece::Document, Piece::Decision};
    if (document.role != parsers::Role::Attachment || is_program(document.media_type)) return {};
    switch (form_of(document.media_type)) {
        case Form::Editable:
            return {Piece::Word, Piece::Decision, Piece::Document};
        case Form::Page:
            if (document.seal.found == parsers::SealFound::No)
                return {Piece::Decision, Piece::Document};
            return {Piece::StampedPdf, Piece::Decision, Piece::Document};
        case Form::Other:
            return {Piece::Decision, Piece::Document};
    }
    return {};
}

std::vector<Piece> missing_pieces(const std::vector<Piece>& required,
                                  const std::vector<Piece>& have) {
    std::vector<Piece> missing;
    for (const Piece piece : required)
        if (std::ranges::find(have, piece) == have.end()) missing.push_back(piece);
    return missing;
}

std::optional<bool> on_time(std::optional<base::Instant> completed_at,
                            std::optional<base::Date> due, base::Date today) {
    if (!due) return {};
    if (completed_at) return base::date_of(*completed_at) <= *due;
    if (today <= *due) return {};
    return false;
}

}  // namespace judge
