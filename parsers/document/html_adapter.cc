#include "parsers/document/html_adapter.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <climits>
#include <memory>

#include "base/deleter.h"

namespace parsers::document {
namespace {

struct Stream {
    HtmlEvents* events = nullptr;
    htmlParserCtxtPtr parser = nullptr;
    bool stopped = false;
};

std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

Stream& stream_of(void* user) { return *static_cast<Stream*>(user); }

void on_start(void* user, const xmlChar* name, const xmlChar** attributes) {
    Stream& stream = stream_of(user);
    if (stream.stopped) return;
    if (stream.events->start(view(name), HtmlAttributes(attributes))) return;
    stream.stopped = true;
    xmlStopParser(stream.parser);
}

void on_end(void* user, const xmlChar* name) {
    if (!stream_of(user).stopped) stream_of(user).events->end(view(name));
}

void on_text(void* user, const xmlChar* text, int size) {
    if (stream_of(user).stopped || size <= 0) return;
    stream_of(user).events->text(
        std::string_view(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)));
}

}  // namespace

std::string_view HtmlAttributes::value(std::string_view name) const {
    for (const xmlChar** pair = pairs_; pair && pair[0]; pair += 2)
        if (view(pair[0]) == name) return view(pair[1]);
    return {};
}

bool HtmlAttributes::has(std::string_view name) const {
    for (const xmlChar** pair = pairs_; pair && pair[0]; pair += 2)
        if (view(pair[0]) == name) return true;
    return false;
}

bool parse_html(std::string_view html, HtmlEvents& events) {
    if (html.empty()) return true;
    if (html.size() > INT_MAX / 2) return false;
    const std::unique_ptr<htmlParserCtxt, base::Deleter<htmlFreeParserCtxt>> parser(
        htmlCreateMemoryParserCtxt(html.data(), static_cast<int>(html.size())));
    if (!parser) return false;
    htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                         HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOIMPLIED);
    xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
    Stream stream;
    stream.events = &events;
    stream.parser = parser.get();
    *parser->sax = xmlSAXHandler{};
    parser->sax->startElement = on_start;
    parser->sax->endElement = on_end;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->sax->cdataBlock = on_text;
    parser->userData = &stream;
    htmlParseDocument(parser.get());
    return !stream.stopped;
}

void warm_up_html() {
    xmlInitParser();
    htmlInitAutoClose();
}

}  // namespace parsers::document
