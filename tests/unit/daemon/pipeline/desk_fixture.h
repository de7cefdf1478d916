#pragma once
/// A desk on a temporary state directory with real stores, a clock that only moves when told, and
/// two units with two obligations: what tests of the pipeline's steps begin with.

#include <gtest/gtest.h>

#include <filesystem>

#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/stores.h"
#include "parsers/encode.h"

namespace pipeline {

class StillClock final : public base::Clock {
 public:
    [[nodiscard]] base::Instant now() const override { return now_; }
    [[nodiscard]] base::Monotonic monotonic() const override {
        return base::Monotonic(now_.time_since_epoch());
    }
    void advance(std::chrono::milliseconds time) { now_ += time; }

 private:
    base::Instant now_ = *base::parse_instant("2024-07-08T10:00:00+08:00");
};

class DeskTest : public ::testing::Test {
 protected:
    void SetUp() override {
        std::string pattern = ::testing::TempDir() + "deskXXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        fill_rulebook();
        ASSERT_TRUE(make_state_directory(base::system_env(), folder_));
        auto stores = open_stores(base::system_env(), folder_);
        ASSERT_TRUE(stores) << base::describe(stores.error());
        stores_.emplace(std::move(*stores));
        desk_.emplace(stores_->desk(rulebook_, base::system_env(), clock_));
    }
    void TearDown() override {
        desk_.reset();
        stores_.reset();
        std::filesystem::remove_all(folder_);
    }

    storage::Ledger& ledger() { return *stores_->ledger; }

    /// A message with a body and as many attachments as attachments_ says, parsed and judged, in
    /// the folder work/INBOX.
    base::MessageId message(const std::string& bytes, const judge::Judgement& judgement,
                            bool backfill = false) {
        auto incoming = stores_->spool.begin_message();
        EXPECT_TRUE(incoming->write(bytes));
        EXPECT_TRUE(incoming->finish());
        storage::SpooledPlace place;
        place.uid = ++last_uid_;
        place.received_at = clock_.now();
        place.size = bytes.size();
        place.sha256 = incoming->sha256();
        place.backfill = backfill;
        EXPECT_TRUE(stores_->spool.commit_messages(std::span(&*incoming, 1)));
        base::MessageId id;
        EXPECT_TRUE(ledger().transaction([&]() -> base::Result<> {
            TRY_ASSIGN(const auto folder,
                       ledger().observe_folder("work", "INBOX", 1, clock_.now()));
            TRY_ASSIGN(const auto ids,
                       ledger().record_spooled(folder.id, std::span(&place, 1), clock_.now()));
            id = ids.front();
            return {};
        }));
        parse_and_judge(id, bytes, judgement);
        return id;
    }

    storage::Message row(base::MessageId id) { return **ledger().message(id); }

    static judge::Verdict verdict(const std::string& unit, const std::string& period) {
        judge::Verdict v;
        v.obligation = "monthly-report";
        v.unit = unit;
        v.period = period;
        v.score = 0.9;
        v.accepted = true;
        judge::PieceOf piece;
        piece.document = 1;
        piece.piece = "word";
        v.pieces.push_back(piece);
        return v;
    }

    /// A copy of the report of lake for June: the piece it is, the cases it says were closed.
    static judge::Verdict copy(const std::string& piece, int closed) {
        auto v = verdict("lake", "2024-06");
        v.pieces.front().piece = piece;
        v.fields_json = R"({"cases":{"opened":4,"closed":)" + std::to_string(closed) + "}}";
        return v;
    }

    static judge::Judgement accepted(const judge::Verdict& verdict) {
        judge::Judgement judgement;
        judgement.kind = judge::Judgement::Kind::Verdicts;
        judgement.verdicts.push_back(verdict);
        return judgement;
    }

    static judge::Judgement unsure() {
        judge::Judgement judgement;
        judgement.kind = judge::Judgement::Kind::Review;
        judgement.reason = "unsure_period";
        judge::Verdict v = verdict("lake", "");
        v.accepted = false;
        v.reason = "unsure_period";
        judge::Verdict::Candidate candidate;
        candidate.obligation = "monthly-report";
        candidate.unit = "lake";
        candidate.period = "2024-06";
        candidate.score = 0.5;
        v.candidates.push_back(candidate);
        judgement.verdicts.push_back(v);
        return judgement;
    }

    std::string folder_;
    std::string message_id_;       ///< of the messages to come; empty: one of its own each
    std::size_t attachments_ = 1;  ///< of the messages to come
    // Of the messages to come, too:
    std::string from_ = "lake@mail.test";
    std::string subject_ = "六月月报";
    std::string body_;
    std::vector<parsers::Header> headers_;
    config::Rulebook rulebook_;
    StillClock clock_;
    std::optional<Stores> stores_;
    std::optional<Desk> desk_;

 private:
    void fill_rulebook() {
        rulebook_.settings.state_directory = folder_;
        rulebook_.settings.smtp.url = "smtp://127.0.0.1:1";
        rulebook_.settings.smtp.from_address = "office@mail.test";
        rulebook_.settings.notices.receipts = true;
        rulebook_.shipped_directory = std::string(FILINGD_SOURCE) + "/config";
        for (const auto& [id, name] :
             {std::pair{"lake", "湖畔镇人民政府"}, {"hill", "山前镇人民政府"}}) {
            config::Unit unit;
            unit.id = id;
            unit.name = name;
            unit.addresses = {std::string(id) + "@mail.test"};
            rulebook_.units.push_back(unit);
        }
        config::Obligation monthly;
        monthly.id = "monthly-report";
        monthly.title = "行政执法工作月报";
        monthly.who = {"town"};
        monthly.due.form = config::DueRule::Form::EveryMonth;
        monthly.due.day = 10;
        monthly.due.of_next = true;
        monthly.due.from = "2024-06";
        monthly.requires_pieces = {config::Piece::Word, config::Piece::StampedPdf};
        rulebook_.obligations.push_back(monthly);
    }

    void parse_and_judge(base::MessageId id, const std::string& bytes,
                         const judge::Judgement& judgement) {
        parsers::Parsed parsed;
        parsed.subject = subject_;
        parsers::Mailbox from;
        from.address = from_;
        parsed.from.push_back(from);
        parsed.headers = headers_;
        parsed.message_id =
            message_id_.empty() ? "<" + std::to_string(id.value) + "@mail.test>" : message_id_;
        std::vector<storage::Document> rows;
        std::vector<storage::Incoming> objects;
        std::vector<std::pair<std::string, parsers::Role>> parts{{"1", parsers::Role::Body}};
        for (std::size_t i = 0; i < attachments_; ++i)
            parts.emplace_back(std::to_string(i + 2) + "/月报.docx", parsers::Role::Attachment);
        for (const auto& [part, role] : parts) {
            parsers::Document document;
            document.part = part;
            document.role = role;
            if (role == parsers::Role::Body) document.text = body_;
            document.media_type =
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
            parsed.documents.push_back(document);
            auto object = stores_->spool.begin_object();
            EXPECT_TRUE(object->write(bytes + part));
            EXPECT_TRUE(object->finish());
            storage::Document row;
            row.message = id;
            row.index = static_cast<std::uint32_t>(rows.size());
            row.part = part;
            row.name = "月报.docx";
            row.role = role == parsers::Role::Body ? "body" : "attachment";
            row.text_source = "text";
            row.sha256 = object->sha256();
            rows.push_back(row);
            objects.push_back(std::move(*object));
        }
        EXPECT_TRUE(stores_->spool.commit_objects(objects));
        storage::Message headers = row(id);
        headers.subject = parsed.subject;
        headers.from = headers.from_address = from_;
        headers.message_id_header = parsed.message_id;
        EXPECT_TRUE(ledger().transaction([&]() -> base::Result<> {
            TRY(ledger().record_parsed(headers, rows, {}, parsers::encode(parsed)));
            return ledger().record_judged(id, encode_judgement(judgement));
        }));
    }

    std::uint32_t last_uid_ = 0;
};

}  // namespace pipeline
