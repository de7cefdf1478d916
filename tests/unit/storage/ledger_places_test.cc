#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "support.h"

namespace storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SpooledPlace spooled(std::uint32_t uid, std::string_view bytes) {
    SpooledPlace place;
    place.uid = uid;
    place.received_at = at(uid);
    place.size = bytes.size();
    place.sha256 = sha256(bytes);
    return place;
}

class PlacesTest : public testing::Test {
 protected:
    base::MessageId record(const Folder& folder, std::uint32_t uid, std::string_view bytes) {
        const SpooledPlace place = spooled(uid, bytes);
        const auto ids = got(ledger_->record_spooled(folder.id, std::span(&place, 1), at(0)));
        return ids.empty() ? base::MessageId{} : ids.front();
    }
    Folder inbox(std::uint32_t uid_validity) {
        return got(ledger_->observe_folder("work", "INBOX", uid_validity, at(0)));
    }
    Accounting line() {
        const auto lines = got(ledger_->accounting());
        EXPECT_EQ(lines.size(), 1U);
        return lines.empty() ? Accounting{} : lines.front();
    }
    void gone(const Folder& folder, std::uint32_t uid) {
        good(ledger_->mark_gone(folder.id, std::span(&uid, 1)));
    }

    StateFolder state_;
    std::unique_ptr<Ledger> ledger_ = open_ledger(state_.ledger());
};

TEST_F(PlacesTest, AFailedMessageWhoseBytesComeAgainIsOnItsWayAgain) {
    const Folder folder = inbox(7);
    const auto message = record(folder, 1, "mail");
    good(ledger_->record_settled(message, Outcome::Failed, "bytes_gone"));
    EXPECT_EQ(line().failed, 1U);
    EXPECT_EQ(record(folder, 2, "mail"), message);
    EXPECT_FALSE(got(ledger_->settled(sha256("mail"))));
    EXPECT_EQ(line().failed, 0U);
    EXPECT_EQ(line().waiting, 1U);
    EXPECT_EQ(line().duplicate, 1U);
    EXPECT_TRUE(line().balanced());
}

TEST_F(PlacesTest, TheSecondPlaceOfAMessageIsADuplicateAndTakesOverWhenTheFirstEnds) {
    const Folder folder = inbox(7);
    const auto message = record(folder, 1, "mail");
    EXPECT_EQ(record(folder, 2, "mail"), message);
    good(ledger_->record_settled(message, Outcome::Filed, ""));
    EXPECT_EQ(line().filed, 1U);
    EXPECT_EQ(line().duplicate, 1U);
    gone(folder, 1);
    EXPECT_EQ(line().filed, 1U);
    EXPECT_EQ(line().duplicate, 0U);
    EXPECT_EQ(line().gone, 1U);
    EXPECT_TRUE(line().balanced());
}

TEST_F(PlacesTest, ANewUidValidityEndsTheOldPlacesAndFilesNothingAgain) {
    const Folder old = inbox(7);
    const auto message = record(old, 1, "mail");
    good(ledger_->record_settled(message, Outcome::Filed, ""));
    const Folder fresh = inbox(8);
    EXPECT_NE(fresh.id, old.id);
    EXPECT_EQ(fresh.first_seen, old.first_seen);
    EXPECT_THAT(got(ledger_->settled_uids(fresh.id)), IsEmpty());
    EXPECT_EQ(line().live, 0U);
    EXPECT_EQ(record(fresh, 1, "mail"), message);
    EXPECT_EQ(got(ledger_->message(message))->state, State::Settled);
    EXPECT_TRUE(got(ledger_->message(message))->backfill) << "never answered again";
    EXPECT_EQ(line().filed, 1U);
    EXPECT_EQ(line().gone, 1U);
    EXPECT_EQ(line().uid_validity, 8U);
}

TEST_F(PlacesTest, NamesTheSpooledCopiesThatAreNotNeeded) {
    const Folder folder = inbox(7);
    good(ledger_->record_settled(record(folder, 1, "settled"), Outcome::Filed, ""));
    record(folder, 2, "on its way");
    const std::vector places{spooled(3, "settled"), spooled(4, "on its way")};
    ASSERT_TRUE(ledger_->record_spooled(folder.id, places, at(0)));
    EXPECT_THAT(got(ledger_->settled_among(places)), ElementsAre(sha256("settled")));
}

TEST_F(PlacesTest, WhatIsListedAndNotFetchedWaits) {
    const Folder folder = inbox(7);
    std::vector<ListedPlace> listed(2);
    listed[0].uid = 5;
    listed[1].uid = 6;
    good(ledger_->record_listed(folder.id, listed));
    EXPECT_EQ(line().waiting, 2U);
    good(ledger_->settle_place(folder.id, 5, Outcome::OutOfScope, "older than since", at(3)));
    EXPECT_EQ(line().out_of_scope, 1U);
    EXPECT_THAT(got(ledger_->settled_uids(folder.id)), ElementsAre(5U));
    record(folder, 6, "mail");
    EXPECT_FALSE(ledger_->settle_place(folder.id, 6, Outcome::Failed, "no", at(3)));
    EXPECT_THAT(got(ledger_->live_uids(folder.id)), ElementsAre(5U, 6U));
}

TEST_F(PlacesTest, CountsRefusalsFromTheFirstOne) {
    const Folder folder = inbox(7);
    EXPECT_EQ(got(ledger_->note_refused_fetch(folder.id, 3, "NO", at(10))).first_at, at(10));
    EXPECT_EQ(got(ledger_->note_refused_fetch(folder.id, 3, "NO", at(99))).first_at, at(10));
    record(folder, 3, "at last");
    EXPECT_EQ(got(ledger_->note_refused_fetch(folder.id, 3, "NO", at(200))).first_at, at(200));
}

TEST_F(PlacesTest, ListsWhatNoMessageExplainsWithItsReasonAndSinceWhen) {
    const Folder folder = inbox(7);
    std::vector<ListedPlace> listed(4);
    for (std::uint32_t i = 0; i < 4; ++i) listed[i].uid = i + 1;
    good(ledger_->record_listed(folder.id, listed));
    for (const std::uint32_t uid : {1U, 2U})
        got(ledger_->note_refused_fetch(folder.id, uid, "NO not this one", at(10)));
    got(ledger_->note_refused_fetch(folder.id, 1, "NO never", at(20)));
    good(ledger_->settle_place(folder.id, 1, Outcome::Failed, "NO never", at(30)));
    for (const std::uint32_t uid : {3U, 4U})
        good(ledger_->settle_place(folder.id, uid, Outcome::OutOfScope, "too old", at(40)));

    const auto failed = got(ledger_->lone_places(Outcome::Failed));
    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(failed[0].folder, folder.name);
    EXPECT_EQ(failed[0].uid, 1U);
    EXPECT_EQ(failed[0].reason, "NO never");
    EXPECT_EQ(failed[0].since, at(10));
    EXPECT_EQ(failed[0].tries, 2U);
    const auto refused = got(ledger_->lone_places({}));
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].uid, 2U);
    EXPECT_EQ(refused[0].reason, "NO not this one");
    EXPECT_FALSE(refused[0].outcome);
    EXPECT_EQ(got(ledger_->lone_places(Outcome::OutOfScope)).size(), 2U);
    EXPECT_EQ(got(ledger_->lone_places(Outcome::OutOfScope))[0].since, at(40));
    const auto groups = got(ledger_->out_of_scope());
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].count, 2U);
    EXPECT_EQ(groups[0].first_uid, 3U);
    EXPECT_EQ(groups[0].last_uid, 4U);
    const auto again = got(ledger_->refused_fetches(folder.id));
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].uid, 2U);
    record(folder, 2, "at last");
    EXPECT_THAT(got(ledger_->lone_places({})), IsEmpty());
}

/// Two folders whose mails come, go and come back; a model in plain maps beside the ledger.
class Model {
 public:
    Model(Ledger& ledger, unsigned seed) : ledger_(ledger), random_(seed) {
        for (int i = 0; i < 2; ++i) observe(i);
    }

    void step() {
        const int which = pick(2);
        switch (pick(12)) {
            case 0:
                return list(which);
            case 1:
            case 2:
            case 3:
            case 4:
                return spool(which);
            case 5:
            case 6:
                return vanish(which);
            case 7:
                return list_again(which);
            case 8:
                return pick(6) == 0 ? renumber(which) : settle();
            case 9:
                return settle_place(which);
            default:
                return settle();
        }
    }

    void check(int step) {
        const auto lines = got(ledger_.accounting());
        ASSERT_EQ(lines.size(), 2U);
        for (const Accounting& line : lines) {
            ASSERT_TRUE(line.balanced()) << "step " << step;
            const auto& places = folders_[line.folder == "A" ? 0 : 1].places;
            const auto live = std::ranges::count_if(places, [](const auto& p) { return p.second; });
            ASSERT_EQ(line.live, static_cast<std::uint64_t>(live)) << "step " << step;
        }
        // Each message with a live place is carried by exactly one.
        std::uint64_t carried = 0;
        for (const Accounting& line : lines)
            carried += line.filed + line.not_a_filing + line.review + line.duplicate;
        ASSERT_LE(carried, lines[0].live + lines[1].live);
    }

 private:
    struct Life {
        Folder folder;
        std::uint32_t uid_validity = 1;
        std::uint32_t next_uid = 1;
        std::map<std::uint32_t, bool> places;  ///< uid -> live
    };

    int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
    void observe(int which) {
        Life& life = folders_[which];
        life.folder =
            got(ledger_.observe_folder("work", which == 0 ? "A" : "B", life.uid_validity, at(0)));
        life.places.clear();
        life.next_uid = 1;
    }
    void list(int which) {
        Life& life = folders_[which];
        ListedPlace place;
        place.uid = life.next_uid++;
        good(ledger_.record_listed(life.folder.id, std::span(&place, 1)));
        life.places[place.uid] = true;
    }
    void spool(int which) {
        Life& life = folders_[which];
        const SpooledPlace place = spooled(life.next_uid++, "mail " + std::to_string(pick(60)));
        const auto ids = got(ledger_.record_spooled(life.folder.id, std::span(&place, 1), at(0)));
        messages_.insert(messages_.end(), ids.begin(), ids.end());
        life.places[place.uid] = true;
    }
    std::uint32_t any_uid(const Life& life) {
        return life.next_uid == 1 ? 0
                                  : 1 + static_cast<std::uint32_t>(random_() % (life.next_uid - 1));
    }
    void vanish(int which) {
        Life& life = folders_[which];
        const std::uint32_t uid = any_uid(life);
        if (uid == 0) return;
        good(ledger_.mark_gone(life.folder.id, std::span(&uid, 1)));
        life.places[uid] = false;
    }
    void list_again(int which) {
        Life& life = folders_[which];
        ListedPlace place;
        place.uid = any_uid(life);
        if (place.uid == 0) return;
        good(ledger_.record_listed(life.folder.id, std::span(&place, 1)));
        life.places[place.uid] = true;
    }
    void renumber(int which) {
        ++folders_[which].uid_validity;
        observe(which);
    }
    void settle() {
        constexpr std::array kOutcomes{Outcome::Filed, Outcome::NotAFiling, Outcome::Review,
                                       Outcome::Duplicate};
        if (messages_.empty()) return;
        const auto message = messages_[random_() % messages_.size()];
        good(ledger_.record_settled(message, kOutcomes[static_cast<std::size_t>(pick(4))], "x"));
    }
    void settle_place(int which) {
        const Life& life = folders_[which];
        const std::uint32_t uid = any_uid(life);
        // A Conflict where the message itself is kept: then nothing changes.
        if (uid != 0) (void)ledger_.settle_place(life.folder.id, uid, Outcome::Failed, "x", at(3));
    }

    Ledger& ledger_;
    std::mt19937 random_;
    std::map<int, Life> folders_;
    std::vector<base::MessageId> messages_;
};

TEST_F(PlacesTest, EveryLivePlaceIsCountedOnceThroughTwoThousandRandomSteps) {
    for (const unsigned seed : {1U, 20240617U}) {
        const StateFolder state;
        const auto ledger = open_ledger(state.ledger());
        Model model(*ledger, seed);
        for (int step = 0; step < 2000; ++step) {
            model.step();
            model.check(step);
            if (HasFailure()) return;
        }
        EXPECT_THAT(got(ledger->check_integrity()), IsEmpty());
    }
}

}  // namespace
}  // namespace storage
