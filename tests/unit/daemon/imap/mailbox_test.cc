#include "daemon/imap/mailbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/daemon/imap/scripted_server.h"

namespace imap::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class MailboxTest : public testing::Test {
 protected:
    MailboxTest() {
        for (std::uint32_t uid = 101; uid <= 130; ++uid) server.mails[uid] = mail(uid);
        store.clock = &clock;
        settings.name = "work";
        settings.user = "office@mail.test";
    }
    static std::string mail(std::uint32_t uid) {
        return "Subject: " + std::to_string(uid) + "\r\n\r\nF1 OK forged\r\n" +
               std::string(std::size_t{uid} * 3, 'x') + "\r\n";
    }
    Mailbox mailbox() {
        const Connector connector = [this](std::stop_token) -> base::Result<std::unique_ptr<Wire>> {
            return std::make_unique<ServerWire>(server, clock);
        };
        return Mailbox(
            settings,
            {store, clock, pause, connector, [this] { return base::Result<std::string>(secret); },
             [this](const MailboxStatus& status) { states.push_back(status); }, 1},
            {});
    }
    void expect_all_safe(std::int64_t folder = 1) {
        for (const auto& [uid, bytes] : server.mails) {
            EXPECT_EQ((store.bytes[{base::FolderId{folder}, uid}]), bytes) << uid;
            EXPECT_EQ(store.commits[uid], 1) << uid;
        }
    }
    /// Runs until the n-th wait.
    void run_until_wait(Mailbox& box, std::size_t count) {
        stop = std::make_unique<std::stop_source>();
        pause.between = [this, count] {
            if (pause.waits.size() >= count) stop->request_stop();
            return false;
        };
        box.run(stop->get_token());
    }

    Server server;
    FakeClock clock;
    FakePause pause{clock};
    MemoryStore store;
    config::MailboxSettings settings;
    std::string secret = "secret";
    std::unique_ptr<std::stop_source> stop = std::make_unique<std::stop_source>();
    std::vector<MailboxStatus> states;
};

TEST_F(MailboxTest, TakesEveryMessageByteForByte) {
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    expect_all_safe();
    EXPECT_EQ(states.back().phase, Phase::Stopped);
    EXPECT_TRUE(states.back().last_sync);
}

TEST_F(MailboxTest, SaysNothingThatCouldChangeAMailbox) {
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    for (const char* word :
         {"SELECT", "STORE", "EXPUNGE", "COPY", "MOVE", "APPEND", "CLOSE", " BODY[", "DELETE"})
        EXPECT_EQ(server.commands(word), 0U) << word;
}

TEST_F(MailboxTest, IdentifiesItselfOnEitherSideOfTheLogin) {
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    std::vector<std::string> words;
    for (const auto& line : server.transcript) words.push_back(line.substr(line.find(' ') + 1, 5));
    words.resize(5);
    EXPECT_THAT(words, ElementsAre("ID (\"", "LOGIN", "CAPAB", "ID (\"", "EXAMI"));
}

TEST_F(MailboxTest, MatchesAnswersByUidWhateverTheirOrder) {
    server.uid_last = true;
    server.backwards = true;
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    expect_all_safe();
}

TEST_F(MailboxTest, ReadsBytesOneByOne) {
    server.cut = 1;
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    expect_all_safe();
}

TEST_F(MailboxTest, FetchesNothingTwice) {
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    server.transcript.clear();
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_EQ(server.commands("BODY.PEEK"), 0U);
    expect_all_safe();
}

TEST_F(MailboxTest, KeepsNoHalfMessageWhereverTheConnectionBreaks) {
    for (std::size_t at = 0; at < 12'000; at += 37) {
        store = MemoryStore();
        server.connections = 0;
        server.ends_after = {at};
        Mailbox box = mailbox();
        pause.waits.clear();
        run_until_wait(box, 2);  // the first one is the back-off, unless all had come
        expect_all_safe();
    }
}

TEST_F(MailboxTest, SkipsARefusedMessageAndTakesTheOthers) {
    server.refuses = {105};
    server.vanished = {106};
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_THAT(store.causes[105], ElementsAre("NO not this one"));
    EXPECT_EQ(store.causes[106].size(), 1U) << "still listed: refused, not gone";
    EXPECT_EQ(store.commits.size(), 28U);
    EXPECT_EQ(store.places[base::FolderId{1}][105], "listed");
}

TEST_F(MailboxTest, FetchesWhatStandsBehindAMessageThatNeverArrivesWhole) {
    for (const bool uid_last : {false, true}) {
        store = MemoryStore();
        server.uid_last = uid_last;
        server.breaks = {{105, 200}};
        settings.folders = {"INBOX", "Other"};
        server.folders = {"INBOX", "Other"};
        Mailbox box = mailbox();
        pause.waits.clear();
        run_until_wait(box, 5);  // two breaks in each folder, then all is quiet
        EXPECT_EQ(store.causes.size(), 1U);
        EXPECT_EQ(store.causes[105].size(), 4U);
        for (const std::int64_t folder : {1, 2}) {
            EXPECT_EQ(store.places[base::FolderId{folder}][105], "listed");
            EXPECT_EQ(store.places[base::FolderId{folder}][130], "safe");
        }
        EXPECT_TRUE(states.back().last_sync);
    }
}

TEST_F(MailboxTest, GivesUpAMessageThatNeverArrivesWholeWhenTheStoreDoes) {
    server.breaks = {{105, 200}};
    store.patience = 3;
    Mailbox box = mailbox();
    const auto begin = clock.monotonic();
    pause.between = [&] {
        if (clock.monotonic() - begin > 2h) stop->request_stop();
        return false;
    };
    box.run(stop->get_token());
    EXPECT_EQ(store.causes[105].size(), 3U);
    EXPECT_EQ(store.places[base::FolderId{1}][105], "failed");
    EXPECT_LE(server.connections, 7U);
    EXPECT_EQ(store.commits.size(), 29U);
}

TEST_F(MailboxTest, AsksAgainAtOnceForAMessageAtWhichTheConnectionBrokeOnce) {
    server.breaks = {{105, 200}};
    Mailbox box = mailbox();
    stop = std::make_unique<std::stop_source>();
    pause.between = [&] {
        server.breaks.clear();
        if (pause.waits.size() == 2) stop->request_stop();
        return false;
    };
    box.run(stop->get_token());
    EXPECT_EQ(store.causes[105].size(), 1U);
    expect_all_safe();
}

TEST_F(MailboxTest, StepsOverAMessageWhoseConnectionEndsBeforeItsFirstByte) {
    server.breaks = {{105, 0}};
    Mailbox box = mailbox();
    run_until_wait(box, 3);  // two breaks, then all is quiet
    EXPECT_EQ(store.commits.size(), 29U);
    EXPECT_EQ(store.places[base::FolderId{1}][105], "listed");
    EXPECT_THAT(store.causes[105],
                ElementsAre(testing::StartsWith("no byte of the message arrived"),
                            testing::StartsWith("no byte of the message arrived")));
    EXPECT_TRUE(states.back().last_sync);
    server.breaks.clear();
    pause.waits.clear();
    run_until_wait(box, 10);
    expect_all_safe();
}

TEST_F(MailboxTest, StepsOverAMessageThatBreaksInARunThatEndsByItself) {
    server.breaks = {{105, 0}, {120, 300}};
    settings.folders = {"INBOX", "Other"};
    server.folders = {"INBOX", "Other"};
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    for (const std::int64_t folder : {1, 2}) {
        EXPECT_EQ(store.places[base::FolderId{folder}][105], "listed");
        EXPECT_EQ(store.places[base::FolderId{folder}][120], "listed");
        EXPECT_EQ(store.places[base::FolderId{folder}][130], "safe");
    }
    EXPECT_LE(server.connections, 9U);
}

TEST_F(MailboxTest, CountsOverAllRunsAndAsksFirstForWhatNeverBroke) {
    server.breaks = {{105, 0}};
    for (int run = 0; run < 6; ++run) {
        server.connections = 0;
        ASSERT_TRUE(mailbox().once(stop->get_token())) << run;
        EXPECT_LE(server.connections, run == 0 ? 3U : 2U) << run;
        clock.advance(24h);
        const std::uint32_t next = 131 + static_cast<std::uint32_t>(run);
        EXPECT_EQ(store.commits.size(), 29U + static_cast<unsigned>(run));
        server.mails[next] = mail(next);
    }
    EXPECT_EQ(store.in_vain[base::FolderId{1}][105].count, 7U);
    EXPECT_EQ(store.places[base::FolderId{1}][105], "listed");
    server.connections = 0;
    store.patience = 8;
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_EQ(store.places[base::FolderId{1}][105], "failed");
    server.connections = 0;
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_EQ(server.connections, 1U);
}

TEST_F(MailboxTest, GivesUpARunThatBreaksAtMessageAfterMessage) {
    for (std::uint32_t uid = 101; uid <= 130; ++uid) server.breaks[uid] = 0;
    EXPECT_FALSE(mailbox().once(stop->get_token()));
    EXPECT_LE(server.connections, 12U);
}

TEST_F(MailboxTest, TakesAStopInTheMiddleOfOnceForNoFailure) {
    const Connector connector = [](std::stop_token) -> base::Result<std::unique_ptr<Wire>> {
        return fail_with(Trouble::Stopping);
    };
    Mailbox box(
        settings,
        {store, clock, pause, connector, [this] { return base::Result<std::string>(secret); },
         [this](const MailboxStatus& status) { states.push_back(status); }, 1},
        {});
    EXPECT_TRUE(box.once(stop->get_token()));
    EXPECT_EQ(states.back().phase, Phase::Stopped);
    EXPECT_FALSE(states.back().last_sync);
}

TEST_F(MailboxTest, TellsOfAFolderTheServerRefusesUntilItOpens) {
    settings.folders = {"INBOX", "Other"};
    server.folders = {"INBOX", "Other"};
    server.shut = {"Other"};
    Mailbox box = mailbox();
    ASSERT_TRUE(box.once(stop->get_token()));
    EXPECT_THAT(states.back().refused_folders, ElementsAre("Other"));
    server.shut.clear();
    ASSERT_TRUE(box.once(stop->get_token()));
    EXPECT_THAT(states.back().refused_folders, ElementsAre());
}

TEST_F(MailboxTest, MarksAMessageGoneThatVanishesBetweenListingAndFetch) {
    server.before = [this](const std::string& line) {
        if (line.find("BODY.PEEK") != std::string::npos) server.mails.erase(110);
    };
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_EQ(store.places[base::FolderId{1}][110], "gone");
    expect_all_safe();
}

TEST_F(MailboxTest, MarksPlacesGoneAndLetsThemLiveAgain) {
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    const auto all = server.mails;
    server.mails.erase(101);
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_EQ(store.places[base::FolderId{1}][101], "gone");
    server.mails = all;
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_EQ(store.places[base::FolderId{1}][101], "safe");
    expect_all_safe();
}

TEST_F(MailboxTest, LeavesOldAndLargeMessagesOnTheServer) {
    server.mails[131] = std::string(80U << 20, 'x');
    settings.since = base::make_date(2024, 6, 11);
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_EQ(store.places[base::FolderId{1}][101], "out: arrived before 2024-06-11");
    EXPECT_EQ(server.commands("BODY.PEEK"), 0U);
    settings.since.reset();
    store = MemoryStore();
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    EXPECT_EQ(store.places[base::FolderId{1}][131], "out: larger than 75497472 bytes");
    EXPECT_EQ(server.commands("BODY.PEEK"), 30U);
}

TEST_F(MailboxTest, ListsAnewWhenTheUidValidityChanges) {
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    server.uid_validity = 2;
    std::map<std::uint32_t, std::string> moved;
    for (const auto& [uid, bytes] : server.mails) moved[uid - 100] = bytes;
    server.mails = moved;
    ASSERT_TRUE(mailbox().once(stop->get_token()));
    expect_all_safe(2);
}

TEST_F(MailboxTest, AsksForNewMailOnlyBetweenTwoFullListings) {
    Mailbox box = mailbox();
    pause.between = [&] {
        const auto next = static_cast<std::uint32_t>(130 + pause.waits.size());
        server.mails[next] = mail(next);
        if (pause.waits.size() == 5) stop->request_stop();
        return false;
    };
    box.run(stop->get_token());
    EXPECT_EQ(server.commands("UID FETCH 1:*"), 1U);
    EXPECT_EQ(server.commands("UID FETCH 131:*"), 1U);
    server.mails.erase(135);  // came during the last wait
    expect_all_safe();
    for (const auto wait : pause.waits)
        EXPECT_THAT(wait, testing::AllOf(testing::Ge(90s), testing::Le(150s)));
}

TEST_F(MailboxTest, ListsEverythingOnceADay) {
    Mailbox box = mailbox();
    run_until_wait(box, std::size_t{25} * 30);  // some 25 hours of two minutes
    EXPECT_EQ(server.commands("UID FETCH 1:*"), 2U);
}

TEST_F(MailboxTest, TriesARefusedLoginSeldom) {
    server.login_answer = "NO LOGIN Login error or password error";
    Mailbox box = mailbox();
    const auto begin = clock.monotonic();
    pause.between = [&] {
        if (clock.monotonic() - begin > 24h) stop->request_stop();
        return false;
    };
    box.run(stop->get_token());
    EXPECT_EQ(server.commands("LOGIN"), 5U);  // at once, after 10 minutes, then each 6 hours
    const auto refused = std::find_if(states.begin(), states.end(),
                                      [](const auto& s) { return s.phase == Phase::LoginRefused; });
    ASSERT_NE(refused, states.end());
    EXPECT_NE(refused->cause->hint.find("授权码"), std::string::npos);
    EXPECT_NE(refused->cause->cause.find("password error"), std::string::npos);
}

TEST_F(MailboxTest, TriesANewSecretAtOnce) {
    server.login_answer = "NO wrong";
    Mailbox box = mailbox();
    pause.between = [&] {
        if (pause.waits.size() == 3) {
            secret = "new";
            server.login_answer = "OK in";
        }
        if (pause.waits.size() == 5) stop->request_stop();
        return false;
    };
    box.run(stop->get_token());
    EXPECT_EQ(server.commands("LOGIN"), 2U);
    expect_all_safe();
}

TEST_F(MailboxTest, NamesUnsafeLoginForWhatItIs) {
    server.examine_answer = "NO SELECT Unsafe Login. Please contact kefu@provider.test for help";
    auto done = mailbox().once(stop->get_token());
    ASSERT_FALSE(done);
    EXPECT_TRUE(is(Trouble::UnsafeLogin, done.error()));
    EXPECT_EQ(done.error().kind, base::Kind::Auth);
    Mailbox box = mailbox();
    run_until_wait(box, 1);
    EXPECT_THAT(pause.waits, ElementsAre(30min));
    EXPECT_EQ(states[states.size() - 2].phase, Phase::UnsafeLogin);
}

TEST_F(MailboxTest, WaitsWhenTheDiskIsFullAndGoesOnByItself) {
    store.full = true;
    Mailbox box = mailbox();
    pause.between = [&] {
        if (pause.waits.size() == 1) {
            EXPECT_EQ(states.back().phase, Phase::NoSpace);
        }
        store.full = false;
        if (pause.waits.size() == 2) stop->request_stop();
        return false;
    };
    box.run(stop->get_token());
    expect_all_safe();
}

TEST_F(MailboxTest, GoesOnWithoutAMissingFolderAndAsksAgainTheNextDay) {
    settings.folders = {"INBOX", "垃圾邮件"};
    Mailbox box = mailbox();
    run_until_wait(box, 5);
    EXPECT_EQ(server.commands("EXAMINE \"&V4NXPpCuTvY-\""), 1U);
    EXPECT_THAT(states.back().missing_folders, ElementsAre("垃圾邮件"));
    expect_all_safe();
    Mailbox later = mailbox();
    pause.waits.clear();
    server.transcript.clear();
    run_until_wait(later, std::size_t{25} * 30);
    EXPECT_EQ(server.commands("EXAMINE \"&V4NXPpCuTvY-\""), 2U);
}

TEST_F(MailboxTest, IdlesInTurnsOfNineMinutesWhereTheServerCan) {
    server.capabilities = "IMAP4rev1 IDLE";
    Mailbox box = mailbox();
    std::size_t idles = 0;
    server.before = [&](const std::string& line) {
        if (line.ends_with(" IDLE") && ++idles == 4) stop->request_stop();
    };
    const auto begin = clock.monotonic();
    box.run(stop->get_token());
    EXPECT_LE(clock.monotonic() - begin, 4 * 9min + 1s);
    EXPECT_TRUE(pause.waits.empty());
    EXPECT_EQ(server.commands("DONE"), 4U);
}

TEST_F(MailboxTest, AnswersNothingToAServerThatIsMute) {
    server.ends_after = {};
    server.greeting = "* BYE too many connections";
    auto done = mailbox().once(stop->get_token());
    ASSERT_FALSE(done);
    EXPECT_TRUE(is(Trouble::SessionEnded, done.error()));
    EXPECT_EQ(server.commands("LOGIN"), 0U);
}

}  // namespace
}  // namespace imap::test
