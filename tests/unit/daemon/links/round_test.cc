#include "daemon/links/round.h"

#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>

#include "daemon/links/snapshots.h"
#include "daemon/pipeline/digest_job.h"
#include "daemon/pipeline/records_json.h"
#include "daemon/pipeline/settle_step.h"
#include "daemon/pipeline/views.h"
#include "storage/verify.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace links {
namespace {

using nlohmann::json;
using std::chrono::hours;
using storage::LinkStatus;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kUrl[] = "http://www.a.gov.cn/t1.html";

class LinkRound : public pipeline::DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        rulebook_.settings.links.check = true;
        rulebook_.settings.links.hosts = {"*.gov.cn"};
        rulebook_.settings.notices.staff = {"staff@mail.test"};
        rulebook_.units[0].aliases = {"湖畔镇"};
        rulebook_.units[1].aliases = {"山前镇"};
        rulebook_.obligations.front().recognise.titles = {"工作月报"};
    }
    void file_with_link(const std::string& unit, const std::string& url = kUrl) {
        auto v = verdict(unit, "2024-06");
        v.links = {url};
        const auto id = message("mail of " + unit + url, accepted(v));
        const std::vector<storage::Message> batch{row(id)};
        const auto done = pipeline::settle_judged(*desk_, batch);
        ASSERT_TRUE(done) << base::describe(done.error());
    }
    /// How many links were visited.
    std::size_t round() {
        Round round(
            *desk_,
            [this](const PageUrl& url, std::chrono::milliseconds, const std::stop_token&) {
                ++asked_;
                return answers_[url.text()];
            },
            [this](const Page&) -> base::Result<std::optional<PageFacts>> {
                if (parser_trouble_)
                    return base::fail(base::Kind::Transient, base::Scope::Service, "no parser");
                return facts_;
            });
        const auto visited = round.run(20, base::Monotonic::max(), {});
        return visited ? *visited : 999;
    }
    void page(const std::string& title, const std::string& body = "<p>甲") {
        answers_[kUrl].code = 200;
        answers_[kUrl].body = body;
        facts_ = PageFacts{{title}, "text/html"};
    }
    void answer(long code) {
        answers_[kUrl] = {};
        answers_[kUrl].code = code;
    }
    storage::Link link() {
        const auto all = ledger().links({});
        return all && !all->empty() ? all->front() : storage::Link();
    }
    json shown() {
        const auto filings = ledger().filings({});
        return json::parse(
            *pipeline::filing_json(ledger(), filings->front()))["fields"]["links"][0];
    }
    std::vector<std::string> differences() {
        const auto journal = storage::Journal::open(base::system_env(), stores_->archive.root());
        const auto found = storage::verify(base::system_env(), ledger(), stores_->archive,
                                           stores_->spool, *journal);
        return found ? found->differences : std::vector<std::string>{"verify failed"};
    }
    std::string digest() {
        const auto content = pipeline::digest_content(*desk_);
        return notices::render_digest(rulebook_, *content, clock_.now())->text;
    }

    std::map<std::string, Fetched> answers_;
    std::optional<PageFacts> facts_;
    bool parser_trouble_ = false;
    int asked_ = 0;
};

TEST_F(LinkRound, VerifiesThePageKeepsItAndLooksAgainInAMonth) {
    file_with_link("lake");
    EXPECT_EQ(shown()["status"], "unchecked");
    page("湖畔镇行政执法工作月报");
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(link().status, LinkStatus::Verified);
    EXPECT_EQ(link().next_check, clock_.now() + hours(24 * 30));
    EXPECT_EQ(link().snapshot, storage::sha256("<p>甲"));
    const std::string kept = stores_->archive.object_path(link().snapshot);
    EXPECT_EQ(base::system_env().read_file(kept).value_or(""), "<p>甲");
    EXPECT_FALSE(base::system_env().exists(stores_->spool.object_path(link().snapshot)));
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_EQ(shown()["status"], "verified");
    EXPECT_EQ(shown()["title"], "湖畔镇行政执法工作月报");
    EXPECT_EQ(shown()["checked_at"], base::format_instant(clock_.now()));
    EXPECT_EQ(shown()["snapshot_sha256"], link().snapshot);
    EXPECT_EQ(round(), 0U);
    clock_.advance(hours(24 * 30));
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(asked_, 2);
}

TEST_F(LinkRound, TheViewTellsWhatWasFound) {
    file_with_link("lake");
    page("湖畔镇行政执法工作月报");
    ASSERT_EQ(round(), 1U);
    ASSERT_TRUE(pipeline::refresh_views(*desk_));
    const auto text = base::system_env().read_file(
        stores_->archive.root() +
        "/by-filing/2024/行政执法工作月报/2024-06/湖畔镇人民政府/filing.json");
    ASSERT_TRUE(text);
    EXPECT_THAT(*text, HasSubstr(R"("status":"verified")"));
}

TEST_F(LinkRound, IsDeadAfterThreeDaysAndStaffAloneAreTold) {
    file_with_link("lake");
    answer(404);
    for (int day = 0; day < 3; ++day) {
        EXPECT_EQ(link().status, day == 0 ? LinkStatus::Unchecked : LinkStatus::Unverified);
        EXPECT_EQ(round(), 1U);
        EXPECT_EQ(round(), 0U) << "once a day";
        clock_.advance(hours(24));
    }
    EXPECT_EQ(link().status, LinkStatus::Dead);
    EXPECT_THAT(digest(), HasSubstr(kUrl));
    EXPECT_THAT(digest(), HasSubstr("链接已失效"));
    const auto notices = ledger().notices({});
    ASSERT_TRUE(notices);
    for (const auto& notice : *notices) EXPECT_THAT(notice.rendered, Not(HasSubstr("a.gov.cn")));
    rulebook_.settings.links.check = false;
    EXPECT_THAT(digest(), Not(HasSubstr(kUrl)));
}

TEST_F(LinkRound, AnotherPageIsUnverifiedAndKeptOnce) {
    file_with_link("lake");
    page("山前镇行政执法工作月报", "one");
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(link().status, LinkStatus::Unverified);
    EXPECT_EQ(link().cause, "other_unit");
    EXPECT_THAT(digest(), HasSubstr("别的单位"));
    clock_.advance(hours(24));
    page("山前镇行政执法工作月报", "two");  // a counter on the page
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(link().snapshot, storage::sha256("one"));
    EXPECT_EQ(ledger().snapshots("", 9)->size(), 1U);
    EXPECT_THAT(differences(), IsEmpty());
}

TEST_F(LinkRound, APageTheChildDiesOfIsUnverified) {
    file_with_link("lake");
    page("x");
    facts_.reset();
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(link().cause, "unreadable");
    EXPECT_EQ(link().status, LinkStatus::Unverified);
    EXPECT_EQ(link().snapshot, "");
}

TEST_F(LinkRound, TheParsersTroubleIsNotThePages) {
    file_with_link("lake");
    page("湖畔镇行政执法工作月报");
    parser_trouble_ = true;
    EXPECT_EQ(round(), 999U);
    EXPECT_EQ(link().status, LinkStatus::Unchecked);
    EXPECT_THAT(*ledger().link_visits(link().id), IsEmpty());
    parser_trouble_ = false;
    clock_.advance(std::chrono::minutes(10));
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(link().status, LinkStatus::Verified);
}

TEST_F(LinkRound, WhatIsNotListedIsNotOpenedAndAskedAgainTheNextDay) {
    file_with_link("lake", "http://www.evil.test/");
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(asked_, 0);
    EXPECT_EQ(link().status, LinkStatus::Unverified);
    EXPECT_EQ(link().cause, "not_listed");
    EXPECT_FALSE(link().checked_at);
    rulebook_.settings.links.hosts = {"www.evil.test"};
    clock_.advance(hours(24));
    EXPECT_EQ(round(), 1U);
    EXPECT_EQ(asked_, 1);
}

TEST_F(LinkRound, OneAddressOfSeveralFilingsIsOpenedOnce) {
    file_with_link("lake");
    file_with_link("hill");
    page("湖畔镇行政执法工作月报");
    EXPECT_EQ(round(), 2U);
    EXPECT_EQ(asked_, 1);
    EXPECT_EQ(ledger().links(LinkStatus::Verified)->size(), 1U);
    EXPECT_EQ(ledger().links(LinkStatus::Unverified)->front().cause, "other_unit");
}

TEST_F(LinkRound, ALinkThatEndsFilingdIsLeftAloneForADay) {
    file_with_link("lake");
    Round round(
        *desk_,
        [this](const PageUrl&, std::chrono::milliseconds, const std::stop_token&) {
            EXPECT_EQ(link().next_check, clock_.now() + hours(24));
            return Fetched();
        },
        [](const Page&) -> base::Result<std::optional<PageFacts>> { return PageFacts(); });
    EXPECT_TRUE(round.run(20, base::Monotonic::max(), {}));
}

TEST_F(LinkRound, AStoppedVisitSaysNothing) {
    file_with_link("lake");
    std::stop_source stop;
    Round round(
        *desk_,
        [&](const PageUrl&, std::chrono::milliseconds, const std::stop_token&) {
            stop.request_stop();
            return Fetched();
        },
        [](const Page&) -> base::Result<std::optional<PageFacts>> { return PageFacts(); });
    EXPECT_EQ(round.run(20, base::Monotonic::max(), stop.get_token()).value_or(9), 0U);
    EXPECT_EQ(link().status, LinkStatus::Unchecked);
    EXPECT_EQ(link().next_check, clock_.now());
}

TEST_F(LinkRound, ASnapshotSurvivesACrashBeforeItIsArchived) {
    const auto hash = spool_page(stores_->spool, "page");
    ASSERT_TRUE(hash);
    storage::Snapshot snapshot;
    snapshot.sha256 = *hash;
    snapshot.size = 4;
    snapshot.url = kUrl;
    ASSERT_TRUE(ledger().add_snapshot(snapshot));
    EXPECT_THAT(differences(), IsEmpty());
    ASSERT_TRUE(keep_snapshots(*desk_));
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_TRUE(ledger().snapshots("", 9)->front().kept);
    ASSERT_TRUE(base::system_env().remove(stores_->archive.object_path(*hash)));
    EXPECT_THAT(differences(), ::testing::ElementsAre(HasSubstr("missing")));
}

TEST_F(LinkRound, LinksFollowWhatTheFilingsSay) {
    file_with_link("lake");
    ASSERT_TRUE(ledger().collect_links());
    auto filing = ledger().filings({})->front();
    filing.fields_json = R"({"links":[{"url":"http://b.gov.cn/"},{"url":7},8]})";
    ASSERT_TRUE(ledger().transaction([&]() -> base::Result<> {
        TRY(ledger().put_filing(filing));
        TRY(ledger().add_journal("settled", "{}", clock_.now()));
        return {};
    }));
    EXPECT_TRUE(ledger().collect_links().value_or(false));
    EXPECT_EQ(link().url, "http://b.gov.cn/");
    EXPECT_FALSE(ledger().collect_links().value_or(true));
    ASSERT_TRUE(ledger().remove_filing(filing.id));
    EXPECT_THAT(*ledger().links({}), IsEmpty());
}

}  // namespace
}  // namespace links
