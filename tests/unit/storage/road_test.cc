// The road of support.h, and what it ends with when nothing happens on it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "storage/outbox.h"
#include "storage/step.h"
#include "storage/verify.h"
#include "support.h"

namespace storage {

std::unique_ptr<Ledger> open_ledger(const std::string& path) { return got(Ledger::open(path)); }

namespace {

constexpr std::uint32_t kMails = 3;

struct Desk {
    base::Env& env;
    std::string state;
    std::unique_ptr<Ledger> ledger;
    Spool spool;
    Archive archive;
    Journal journal;
};

base::Result<Desk> open_desk(base::Env& env, const std::string& state) {
    TRY_ASSIGN(auto ledger, Ledger::open(state + "/ledger.db"));
    TRY_ASSIGN(auto spool, Spool::open(env, state));
    TRY_ASSIGN(auto archive, Archive::open(env, state));
    TRY_ASSIGN(auto journal, Journal::open(env, state + "/archive"));
    return Desk{env, state, std::move(ledger), std::move(spool), std::move(archive), journal};
}

base::Result<std::set<std::string>> wanted_objects(Desk& desk) {
    std::set<std::string> wanted;
    TRY_ASSIGN(const auto messages, desk.ledger->work(base::Instant::max(), 100));
    for (const Message& message : messages) {
        TRY_ASSIGN(const auto documents, desk.ledger->documents(message.id));
        for (const Document& document : documents) wanted.insert(document.sha256);
    }
    return wanted;
}

base::Result<> clean(Desk& desk) {
    TRY(desk.spool.clean_incoming());
    TRY_ASSIGN(const auto names, desk.env.list(desk.state + "/spool/messages"));
    for (const std::string& name : names) {
        TRY_ASSIGN(const auto message, desk.ledger->message_by_hash(name));
        if (!message || message->state == State::Settled) TRY(desk.spool.remove_message(name));
    }
    TRY_ASSIGN(const auto wanted, wanted_objects(desk));
    TRY_ASSIGN(const auto objects, desk.env.list(desk.state + "/spool/objects"));
    for (const std::string& name : objects)
        if (!wanted.contains(name)) TRY(desk.spool.remove_object(name));
    return {};
}

base::Result<> receive(Desk& desk) {
    TRY_ASSIGN(const Folder folder, desk.ledger->observe_folder("work", "INBOX", 7, at(0)));
    TRY_ASSIGN(const auto known, desk.ledger->settled_uids(folder.id));
    std::vector<Incoming> files;
    std::vector<SpooledPlace> places;
    for (std::uint32_t uid = 1; uid <= kMails; ++uid) {
        if (std::ranges::binary_search(known, uid)) continue;
        TRY_ASSIGN(Incoming file, desk.spool.begin_message());
        TRY(file.write("Subject: " + std::to_string(uid) + "\r\n\r\nmail\r\n"));
        TRY(file.finish());
        SpooledPlace place;
        place.uid = uid;
        place.received_at = at(uid);
        place.size = file.size();
        place.sha256 = file.sha256();
        places.push_back(place);
        files.push_back(std::move(file));
    }
    TRY(desk.spool.commit_messages(files));
    TRY(desk.ledger->record_spooled(folder.id, places, at(9)));
    return {};
}

base::Result<> parse(Desk& desk, const Message& message) {
    std::vector<Incoming> files;
    TRY_ASSIGN(Incoming file, desk.spool.begin_object());
    TRY(file.write("document of " + message.sha256));
    files.push_back(std::move(file));
    TRY(desk.spool.commit_objects(files));
    Document document;
    document.part = "2/月报.docx";
    document.name = "月报.docx";
    document.sha256 = files[0].sha256();
    document.size = files[0].size();
    document.role = "attachment";
    document.text_source = "text";
    TRY(desk.ledger->record_parsed(message, std::span(&document, 1), {}, "parsed"));
    return {};
}

Filing filing_of(const Message& message, const std::vector<Document>& documents) {
    Filing filing;
    filing.unit = "unit-" + message.sha256.substr(0, 4);
    filing.obligation = "monthly-report";
    filing.period = "2024-06";
    filing.status = FilingStatus::Complete;
    filing.received_at = message.received_at;
    filing.messages = {message.id};
    FilingDocument part;
    part.document = documents.front().id;
    part.piece = "word";
    filing.documents = {part};
    return filing;
}

Notice receipt_of(const Message& message) {
    Notice notice;
    notice.key = "receipt:" + message.sha256;
    notice.to = {"unit@office.example"};
    notice.message_id = message.sha256.substr(0, 12) + "@desk.example";
    notice.rendered = "receipt";
    notice.created_at = at(20);
    notice.about = message.id;
    return notice;
}

base::Result<> settle(Desk& desk, const Message& message) {
    TRY_ASSIGN(const auto documents, desk.ledger->documents(message.id));
    TRY(desk.archive.keep(desk.spool, std::vector{message.sha256},
                          std::vector{documents.front().sha256}));
    TRY(desk.ledger->transaction([&]() -> base::Result<> {
        TRY(desk.ledger->put_filing(filing_of(message, documents)));
        TRY(desk.ledger->record_settled(message.id, Outcome::Filed, "test"));
        TRY(desk.ledger->add_journal("settled", R"({"message":")" + message.sha256 + "\"}",
                                     at(10)));
        return {};
    }));
    TRY(desk.ledger->add_notice(receipt_of(message)));
    TRY(desk.journal.catch_up(*desk.ledger));
    TRY(desk.spool.remove_message(message.sha256));
    return desk.spool.remove_object(documents.front().sha256);
}

base::Result<> work(Desk& desk) {
    for (;;) {
        TRY_ASSIGN(const auto messages, desk.ledger->work(at(100), 1));
        if (messages.empty()) return {};
        const Message& message = messages.front();
        if (message.state == State::Spooled) {
            TRY(parse(desk, message));
        } else if (message.state == State::Parsed) {
            TRY(desk.ledger->record_judged(message.id, "judged"));
        } else {
            TRY(settle(desk, message));
        }
    }
}

base::Result<> show(Desk& desk) {
    TRY_ASSIGN(auto views, desk.ledger->views_not_shown(at(0), 100));
    for (View& view : views) {
        TRY_ASSIGN(const auto filing, desk.ledger->filing(view.filing));
        ViewedDocument shown;
        TRY_ASSIGN(const auto document, desk.ledger->document(filing->documents.front().document));
        shown.name = document->name;
        shown.sha256 = document->sha256;
        view.folder = Archive::view_folder("2024", "月报", filing->period, filing->unit);
        TRY(desk.archive.show_filing(view.folder, std::span(&shown, 1), "{}"));
    }
    if (views.empty()) return {};
    TRY(desk.archive.sync());
    return desk.ledger->mark_shown(views);
}

base::Result<> send(Desk& desk) {
    Outbox outbox(*desk.ledger);
    TRY(outbox.recover(at(30)));
    for (;;) {
        TRY_ASSIGN(const auto notice, outbox.next_to_send(at(40)));
        if (!notice) return desk.journal.catch_up(*desk.ledger);
        TRY(outbox.begin_sending(notice->id, at(40)));
        TRY(desk.journal.catch_up(*desk.ledger));
        send_step("notice", [&] {
            std::ofstream(desk.state + "/sent", std::ios::app) << notice->key << "\n";
        });
        TRY(outbox.finish(notice->id, NoticeState::Sent, "250", std::nullopt, at(41)));
    }
}

std::vector<std::string> sent_keys(const std::string& state) {
    std::ifstream file(state + "/sent");
    std::vector<std::string> keys;
    for (std::string key; std::getline(file, key);) keys.push_back(key);
    return keys;
}

}  // namespace

base::Result<> go_the_road(base::Env& env, const std::string& state) {
    TRY_ASSIGN(Desk desk, open_desk(env, state));
    TRY(desk.journal.catch_up(*desk.ledger));
    TRY(clean(desk));
    TRY(receive(desk));
    TRY(work(desk));
    // A crash between settlement and notice: the notice is owed still.
    MessageFilter all;
    TRY_ASSIGN(const auto messages, desk.ledger->messages(all));
    for (const Message& message : messages) {
        const Notice owed = receipt_of(message);
        TRY_ASSIGN(const auto there, desk.ledger->notice_by_key(owed.key));
        if (!there) TRY(desk.ledger->add_notice(owed));
    }
    TRY(show(desk));
    TRY(send(desk));
    return clean(desk);
}

std::vector<std::string> broken(const std::string& state) {
    base::Env& env = base::system_env();
    auto desk = open_desk(env, state);
    if (!desk) return {base::describe(desk.error())};
    const auto found = verify(env, *desk->ledger, desk->archive, desk->spool, desk->journal);
    if (!found) return {base::describe(found.error())};
    std::vector<std::string> differences = found->differences;
    const auto sent = sent_keys(state);
    if (std::set(sent.begin(), sent.end()).size() != sent.size())
        differences.emplace_back("a notice was sent twice");
    for (const std::string& key : sent) {
        const auto notice = desk->ledger->notice_by_key(key);
        if (!notice || !*notice || (*notice)->state == NoticeState::Queued)
            differences.push_back(key + " was sent and would be sent again");
    }
    return differences;
}

std::string end_of_the_road(const std::string& state) {
    auto desk = open_desk(base::system_env(), state);
    if (!desk) return base::describe(desk.error());
    std::string text;
    for (const Message& message : got(desk->ledger->messages({})))
        text +=
            message.sha256 + " " + std::string(name(message.state)) + " " + message.reason + "\n";
    for (const Filing& filing : got(desk->ledger->filings({})))
        text += filing.unit + " " + std::string(name(filing.status)) + " " +
                std::to_string(filing.documents.size()) + "\n";
    std::size_t done = 0;
    for (const Notice& notice : got(desk->ledger->notices(std::nullopt)))
        done += notice.state == NoticeState::Sent || notice.state == NoticeState::Uncertain ? 1 : 0;
    text += "notices " + std::to_string(done) + "\n";
    for (const Accounting& line : got(desk->ledger->accounting()))
        text +=
            line.folder + " " + std::to_string(line.filed) + "/" + std::to_string(line.live) + "\n";
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(state)) {
        const std::string path = entry.path().string().substr(state.size());
        if (entry.is_regular_file() && !path.starts_with("/ledger.db") && path != "/sent")
            files.insert(path);
    }
    for (const std::string& path : files) text += path + "\n";
    return text;
}

namespace {

TEST(Road, EndsWithEverythingFiledArchivedAndAnswered) {
    const StateFolder state;
    const auto gone = go_the_road(base::system_env(), state.path());
    ASSERT_TRUE(gone) << base::describe(gone.error());
    EXPECT_THAT(broken(state.path()), testing::IsEmpty());
    const std::string end = end_of_the_road(state.path());
    EXPECT_THAT(end, testing::HasSubstr("INBOX 3/3\n"));
    EXPECT_THAT(end, testing::HasSubstr("notices 3\n"));
    EXPECT_THAT(end, testing::HasSubstr("/archive/by-filing/2024/月报/2024-06/unit-"));
    EXPECT_THAT(end, testing::Not(testing::HasSubstr("/spool/")));
}

TEST(Road, GoneAgainChangesNothing) {
    const StateFolder state;
    ASSERT_TRUE(go_the_road(base::system_env(), state.path()));
    const std::string end = end_of_the_road(state.path());
    ASSERT_TRUE(go_the_road(base::system_env(), state.path()));
    EXPECT_EQ(end_of_the_road(state.path()), end);
}

// The control of the crash tests: a row whose bytes were never made safe is seen.
TEST(Road, ARowBeforeItsBytesIsSeenAsBroken) {
    const StateFolder state;
    ASSERT_TRUE(go_the_road(base::system_env(), state.path()));
    const auto ledger = open_ledger(state.ledger());
    SpooledPlace place;
    place.uid = 9;
    place.sha256 = sha256("never written");
    const auto folders = ledger->folders();
    ASSERT_TRUE(ledger->record_spooled(folders->front().id, std::span(&place, 1), at(50)));
    EXPECT_THAT(broken(state.path()), testing::ElementsAre(testing::HasSubstr("missing: ")));
}

TEST(Road, AnArchivedFileLostOrChangedIsSeenAsBroken) {
    const StateFolder state;
    ASSERT_TRUE(go_the_road(base::system_env(), state.path()));
    const auto ledger = open_ledger(state.ledger());
    const auto archive = Archive::open(base::system_env(), state.path());
    const auto messages = ledger->messages({});
    const std::string path = archive->message_path(messages->front().sha256);
    ASSERT_TRUE(base::system_env().replace_file(path, "Subject: 4\r\n", 0440));
    EXPECT_THAT(broken(state.path()), testing::ElementsAre(testing::HasSubstr("damaged: ")));
    std::filesystem::remove(path);
    EXPECT_THAT(broken(state.path()), testing::ElementsAre(testing::HasSubstr("missing: ")));
}

}  // namespace
}  // namespace storage
