#pragma once
/// What the tests of parsers/document are made from: files of tests/data/documents, and zips,
/// office files and archives built in memory.

#include <archive.h>
#include <archive_entry.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/document/document_reader.h"
#include "tests/unit/parsers/document/stored_zip.h"

namespace samples {

inline std::string data(const std::string& name) {
    std::ifstream in(std::string(FILINGD_TEST_DATA) + "/documents/" + name, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

/// A file of tests/data/containers.
inline std::string stored_archive(const std::string& name) {
    std::ifstream in(std::string(FILINGD_TEST_DATA) + "/containers/" + name, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

/// A packed archive by libarchive: "zip", "7zip" or "gnutar".
inline std::string packed(const char* format, const Files& files, bool gzip = false) {
    std::string bytes(8U << 20, '\0');
    std::size_t used = 0;
    archive* out = archive_write_new();
    archive_write_set_format_by_name(out, format);
    if (gzip) archive_write_add_filter_gzip(out);
    archive_write_set_bytes_in_last_block(out, 1);
    archive_write_open_memory(out, bytes.data(), bytes.size(), &used);
    for (const auto& [name, content] : files) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_write_header(out, entry);
        archive_write_data(out, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_close(out);
    archive_write_free(out);
    bytes.resize(used);
    return bytes;
}

inline constexpr char kWordNames[] =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

/// A docx of that body; `more` are further parts.
inline std::string docx(const std::string& body, const Files& more = {}) {
    Files files = {
        {"[Content_Types].xml", "<Types/>"},
        {"_rels/.rels",
         "<Relationships><Relationship Id=\"r1\" Type=\"http://x/officeDocument\" "
         "Target=\"word/document.xml\"/></Relationships>"},
        {"word/document.xml", std::string("<?xml version=\"1.0\"?><w:document ") + kWordNames +
                                  "><w:body>" + body + "</w:body></w:document>"}};
    files.insert(files.end(), more.begin(), more.end());
    return zip(files);
}

inline parsers::document::Reading read(const std::string& bytes, std::string_view name = {}) {
    parsers::document::warm_up();
    parsers::document::Input input;
    input.bytes = bytes;
    input.name = name;
    return parsers::document::read(parsers::document::sniff(bytes, name), input);
}

inline std::vector<std::string> codes(const parsers::document::Reading& reading) {
    std::vector<std::string> codes;
    for (const auto& problem : reading.problems) codes.push_back(problem.code);
    return codes;
}

inline std::string paragraph(const std::string& text) {
    return "<w:p><w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>";
}

inline std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    all.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

}  // namespace samples
