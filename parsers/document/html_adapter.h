#pragma once
/// The one file that meets libxml2: its HTML parser as a stream of events. No tree is built,
/// nothing is fetched, no entity is expanded beyond HTML's own characters. One thread, throws
/// nothing.

#include <string_view>

namespace parsers::document {

/// Attributes of a start tag; the views live until the call returns.
class HtmlAttributes {
 public:
    explicit HtmlAttributes(const unsigned char** pairs) : pairs_(pairs) {}
    /// The value, or an empty text; names are in lower case.
    [[nodiscard]] std::string_view value(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;

 private:
    const unsigned char** pairs_;
};

class HtmlEvents {
 public:
    virtual ~HtmlEvents() = default;
    /// False stops the parser.
    virtual bool start(std::string_view name, const HtmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view words) = 0;
};

/// `html` is well-formed UTF-8. False when the parser gave up before the end.
bool parse_html(std::string_view html, HtmlEvents& events);

/// Fills the library's tables; before the process is confined.
void warm_up_html();

}  // namespace parsers::document
