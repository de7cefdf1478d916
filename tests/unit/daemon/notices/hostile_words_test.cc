// Words of strangers in notices: whatever they hold, the HTML keeps the tags of its template and no
// others, the text its lines, the headers their lines, and the workbook nothing but text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "daemon/notices/workbook.h"
#include "parsers/document/archive_adapter.h"
#include "tests/unit/daemon/notices/samples.h"

namespace notices {
namespace {

using namespace samples;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> payloads() {
    const auto text = file_text(std::string(FILINGD_TEST_DATA) + "/notices/payloads.json");
    return nlohmann::json::parse(text).get<std::vector<std::string>>();
}

config::Rulebook office_called(const std::string& words) {
    auto book = office();
    for (auto& unit : book.units) unit.name = words + words + words;
    for (auto& unit : book.units) unit.aliases = {words};
    for (auto& obligation : book.obligations) obligation.title = words;
    book.settings.notices.office = words;
    return book;
}

storage::Candidate candidate_of(const std::string& words) {
    storage::Candidate candidate;
    candidate.unit = words;
    candidate.obligation = words;
    candidate.period = words;
    return candidate;
}

DigestContent digest_of(const std::string& words) {
    auto content = full_day();
    content.health = words;
    for (auto& row : content.accounting) row.folder = words;
    for (auto& item : content.review) {
        item.subject = words;
        item.from = words + " <" + words + "@mail.example>";
        item.reason = words;
        item.candidates = {candidate_of(words), candidate_of(words)};
    }
    for (auto& answer : content.answers) answer.line = answer.words = words;
    for (auto& item : content.links) {
        item.link.url = words;
        item.link.cause = words;
        item.unit = item.obligation = item.period = words;
    }
    for (auto& notice : content.unsent) notice.subject = notice.answer = words;
    for (auto& dead : content.dead) dead.address = dead.cause = words;
    for (auto& filing : content.filed_since) filing.unit = filing.period = words;
    for (auto& duty : content.duties)
        if (duty.obligation == "major-penalty-decision") duty.unit = duty.period = words;
    content.cross_checks = content.tasks = {words};
    storage::LonePlace place;
    place.mailbox = place.folder = place.reason = words;
    content.not_had = {place};
    return content;
}

ReceiptContent receipt_of(const std::string& words) {
    auto content = known_receipt();
    content.to_name = words;
    content.receipt_number = words;
    content.original_subject = words;
    content.in_reply_to = words;
    content.in_review = true;
    content.review_reason = "unsure_period";
    content.candidates = {candidate_of(words)};
    content.filings[0].unit = content.filings[0].obligation = content.filings[0].period = words;
    content.filings[0].missing = {words};
    storage::Problem problem;
    problem.code = problem.part = problem.detail = words;
    problem.severity = "lost";
    content.problems = {problem};
    content.attachments = {words, "3"};
    return content;
}

/// Everything between < and >: what a browser takes for markup.
std::vector<std::string> tags_of(const std::string& html) {
    std::vector<std::string> tags;
    for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1))
        tags.push_back(html.substr(at, html.find('>', at) - at + 1));
    return tags;
}

std::size_t lines_of(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

void expect_no_control(const std::string& text) {
    for (const char c : text)
        ASSERT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
}

std::string head_of(const std::string& message) {
    return message.substr(0, message.find("\r\n\r\n"));
}

void expect_tame(const Rendered& hostile, const Rendered& benign) {
    EXPECT_EQ(tags_of(hostile.html), tags_of(benign.html));
    EXPECT_EQ(lines_of(hostile.text), lines_of(benign.text));
    expect_no_control(hostile.text);
    expect_no_control(hostile.html);
    EXPECT_THAT(head_of(hostile.message), Not(HasSubstr("\r\nBcc:")));
    EXPECT_THAT(hostile.warnings, testing::IsEmpty());
}

TEST(HostileWords, AreAtLeastSixty) { EXPECT_GE(payloads().size(), 60U); }

TEST(HostileWords, StayWordsInAReceipt) {
    const auto benign = render_receipt(office_called("某"), receipt_of("某"), kNow);
    ASSERT_TRUE(benign);
    for (const std::string& words : payloads()) {
        SCOPED_TRACE(words);
        const auto hostile = render_receipt(office_called(words), receipt_of(words), kNow);
        ASSERT_TRUE(hostile) << base::describe(hostile.error());
        expect_tame(*hostile, *benign);
    }
}

TEST(HostileWords, StayWordsInADigest) {
    const auto benign = render_digest(office_called("某"), digest_of("某"), kNow);
    ASSERT_TRUE(benign);
    for (const std::string& words : payloads()) {
        SCOPED_TRACE(words);
        const auto hostile = render_digest(office_called(words), digest_of(words), kNow);
        ASSERT_TRUE(hostile) << base::describe(hostile.error());
        expect_tame(*hostile, *benign);
    }
}

TEST(HostileWords, AreNeitherFormulaNorLinkInTheWorkbook) {
    using parsers::document::Archive;
    for (const std::string& words : payloads()) {
        SCOPED_TRACE(words);
        const auto rendered = render_digest(office_called(words), digest_of(words), kNow);
        ASSERT_TRUE(rendered);
        ASSERT_EQ(rendered->attachments.size(), 1U);
        Archive archive(rendered->attachments[0].bytes, Archive::Formats::ZipOnly);
        std::size_t sheets = 0;
        while (archive.next() == Archive::Step::Entry) {
            std::string bytes;
            archive.copy(bytes, 1U << 24);
            if (archive.raw_name().find("worksheets/sheet") == std::string::npos) continue;
            ++sheets;
            EXPECT_THAT(bytes, Not(HasSubstr("<f>")));
            EXPECT_THAT(bytes, Not(HasSubstr("<hyperlink")));
        }
        EXPECT_GE(sheets, 4U);
    }
}

}  // namespace
}  // namespace notices
