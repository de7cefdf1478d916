// docs/NOTICES.md, the templates that ship and the values they are rendered with name the same
// fields.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "daemon/notices/digest_values.h"
#include "daemon/notices/receipt_values.h"
#include "tests/unit/daemon/notices/samples.h"

namespace notices {
namespace {

using namespace samples;
using nlohmann::json;
using Fields = std::set<std::string>;

/// Below "## Template NAME": what stands in backticks in the first cell of each row.
Fields documented(const std::string& stem) {
    Fields fields;
    bool here = false;
    const std::string text = file_text(std::string(FILINGD_SOURCE) + "/docs/NOTICES.md");
    for (const auto line : base::split(text, '\n')) {
        if (line.starts_with("## ")) here = line == "## Template " + stem;
        if (!here || !line.starts_with("| `")) continue;
        const auto spans = base::split(line.substr(2, line.find('|', 2) - 2), '`');
        for (std::size_t i = 1; i < spans.size(); i += 2) fields.emplace(spans[i]);
    }
    return fields;
}

void add_fields(const json& value, const std::string& path, Fields& fields) {
    if (value.is_array())
        for (const auto& member : value) add_fields(member, path, fields);
    if (!value.is_object()) return;
    for (const auto& [key, member] : value.items()) {
        const std::string below = path.empty() ? key : path + "." + key;
        fields.insert(below);
        add_fields(member, below, fields);
    }
}

struct Tag {
    char kind = ' ';  ///< # ^ / or a blank for a value
    std::string name;
};

std::vector<Tag> tags_of(const std::string& source) {
    std::vector<Tag> tags;
    for (auto at = source.find("{{"); at != std::string::npos; at = source.find("{{", at + 2)) {
        std::string name = source.substr(at + 2, source.find("}}", at) - at - 2);
        Tag tag;
        if (std::string("#^/").find(name[0]) != std::string::npos) {
            tag.kind = name[0];
            name.erase(0, 1);
        }
        tag.name = name;
        tags.push_back(tag);
    }
    return tags;
}

/// As Mustache looks a name up: in the innermost section first.
std::string found(const std::vector<std::string>& scopes, const std::string& name,
                  const Fields& known) {
    for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) {
        std::string path = scope->empty() ? name : *scope + "." + name;
        if (known.contains(path)) return path;
    }
    return {};
}

Fields used(const std::string& file, const Fields& known) {
    Fields fields;
    std::vector<std::string> scopes{""};
    const std::string path = std::string(FILINGD_SOURCE) + "/config/templates/" + file;
    for (const Tag& tag : tags_of(file_text(path))) {
        if (tag.kind == '/') {
            scopes.pop_back();
            continue;
        }
        const std::string field = found(scopes, tag.name, known);
        EXPECT_FALSE(field.empty()) << file << " uses " << tag.name << ", which nobody documents";
        fields.insert(field);
        if (tag.kind == '#') scopes.push_back(field);
        if (tag.kind == '^') scopes.push_back(scopes.back());
    }
    return fields;
}

void expect_documented(const std::string& stem, const std::vector<json>& values) {
    const Fields known = documented(stem);
    Fields given;
    for (const json& value : values) add_fields(value, "", given);
    EXPECT_THAT(known, testing::ContainerEq(given)) << "docs/NOTICES.md, Template " << stem;
    for (const char* ending : {".txt.mustache", ".html.mustache"})
        EXPECT_FALSE(used(stem + ending, known).empty());
}

TEST(TemplateFields, OfTheDigestAreDocumented) {
    DigestContent quiet;
    quiet.day = day(2024, 9, 12);
    expect_documented("digest", {digest_values(office(), full_day(), "x.xlsx"),
                                 digest_values(office(), quiet, "")});
}

ReceiptContent full_receipt() {
    auto content = known_receipt();
    content.in_review = true;
    content.review_reason = "unsure_period";
    storage::Problem problem;
    problem.code = "encrypted";
    problem.severity = "lost";
    content.problems = {problem};
    return content;
}

TEST(TemplateFields, OfTheReceiptAreDocumented) {
    expect_documented("receipt", {receipt_values(office(), full_receipt())});
}

TEST(TemplateFields, OfTheReservedReceiptAreFewAndDocumented) {
    auto content = full_receipt();
    content.known = false;
    expect_documented("receipt-reserved", {receipt_values(office(), content)});
}

TEST(TemplateFields, ThatNobodyDocumentsAreFound) {
    EXPECT_EQ(found({"", "filings"}, "unit", {"filings", "filings.unit"}), "filings.unit");
    EXPECT_EQ(found({"", "filings"}, "number", {"number"}), "number");
    EXPECT_EQ(found({""}, "unit", {"filings.unit"}), "");
    EXPECT_THAT(documented("digest"), testing::Contains("review.rows.number"));
}

}  // namespace
}  // namespace notices
