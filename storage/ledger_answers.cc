// What comes back to a notice: bounces, and the answers of staff and units.

#include <algorithm>

#include "base/text.h"
#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

namespace {

#define ANSWER_COLUMNS "id, notice, message, line, applied, words, coalesce(act, 0) FROM answer "

void read_answer(sqlite::Row& row, Answer& answer) {
    row.into(answer.id, answer.notice, answer.message, answer.line, answer.applied, answer.words,
             answer.act);
}

}  // namespace

base::Result<> Ledger::put_dead_address(const DeadAddress& address) {
    return transaction([&] {
        return done(database_->run(
            "INSERT INTO dead_address (address, since, notice, cause) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT DO NOTHING",
            base::lowered(address.address), address.since, address.notice, address.cause));
    });
}

base::Result<> Ledger::remove_dead_address(std::string_view address) {
    const std::string lower = base::lowered(address);
    return transaction([&] {
        return met(database_->run("DELETE FROM dead_address WHERE address = ?1", lower),
                   "dead address", lower);
    });
}

base::Result<std::vector<DeadAddress>> Ledger::dead_addresses() {
    return database_->all<DeadAddress>(
        "SELECT address, since, coalesce(notice, 0), cause FROM dead_address ORDER BY address",
        [](sqlite::Row& row, DeadAddress& entry) {
            row.into(entry.address, entry.since, entry.notice, entry.cause);
        });
}

base::Result<bool> Ledger::is_dead_address(std::string_view address) {
    TRY_ASSIGN(const auto found,
               database_->cell<std::int64_t>("SELECT 1 FROM dead_address WHERE address = ?1",
                                             base::lowered(address)));
    return found.has_value();
}

base::Result<> Ledger::put_digest_questions(base::NoticeId digest,
                                            std::span<const DigestQuestion> questions) {
    return transaction([&]() -> base::Result<> {
        for (const DigestQuestion& question : questions) {
            TRY(database_->run(
                "INSERT INTO digest_question (notice, number, message) VALUES (?1, ?2, ?3)", digest,
                question.number, question.message));
            std::size_t position = 0;
            for (const Candidate& proposal : question.proposals)
                TRY(
                    database_->run("INSERT INTO digest_proposal (notice, number, position, unit, "
                                   "obligation, period, score) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                   digest, question.number, position++, proposal.unit,
                                   proposal.obligation, proposal.period, proposal.score));
        }
        return {};
    });
}

base::Result<std::vector<DigestQuestion>> Ledger::digest_questions(base::NoticeId digest) {
    TRY_ASSIGN(auto questions, database_->all<DigestQuestion>(
                                   "SELECT number, message FROM digest_question WHERE notice = ?1 "
                                   "ORDER BY number",
                                   [](sqlite::Row& row, DigestQuestion& question) {
                                       row.into(question.number, question.message);
                                   },
                                   digest));
    for (DigestQuestion& question : questions) {
        TRY_ASSIGN(question.proposals,
                   database_->all<Candidate>(
                       "SELECT unit, obligation, period, score FROM digest_proposal WHERE notice = "
                       "?1 AND number = ?2 ORDER BY position",
                       [](sqlite::Row& row, Candidate& proposal) {
                           row.into(proposal.unit, proposal.obligation, proposal.period,
                                    proposal.score);
                       },
                       digest, question.number));
    }
    return questions;
}

base::Result<> Ledger::add_answer(const Answer& answer) {
    return transaction([&] {
        return done(database_->run(
            "INSERT INTO answer (notice, message, line, applied, words, act) VALUES "
            "(?1, ?2, ?3, ?4, ?5, ?6)",
            answer.notice, answer.message, answer.line, answer.applied, answer.words, answer.act));
    });
}

base::Result<std::vector<Answer>> Ledger::answers_in(base::MessageId message) {
    return database_->all<Answer>("SELECT " ANSWER_COLUMNS "WHERE message = ?1 ORDER BY id",
                                  read_answer, message);
}

base::Result<std::vector<Answer>> Ledger::untold_answers() {
    return database_->all<Answer>("SELECT " ANSWER_COLUMNS "WHERE told_in IS NULL ORDER BY id",
                                  read_answer);
}

base::Result<> Ledger::mark_answers_told(std::int64_t last, base::NoticeId digest) {
    return transaction([&] {
        return done(database_->run(
            "UPDATE answer SET told_in = ?2 WHERE id <= ?1 AND told_in IS NULL", last, digest));
    });
}

}  // namespace storage
