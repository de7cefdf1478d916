#include "daemon/judge/pieces.h"

#include <gtest/gtest.h>

namespace judge {
namespace {

using config::Piece;
using parsers::SealFound;

struct Case {
    const char* type;
    SealFound seal;
    parsers::Role role;
    std::vector<Piece> pieces;
};

TEST(Pieces, EachFormServesAsTheRulesSay) {
    const auto attachment = parsers::Role::Attachment;
    const std::vector<Piece> word = {Piece::Word, Piece::Decision, Piece::Document};
    const std::vector<Piece> sealed = {Piece::StampedPdf, Piece::Decision, Piece::Document};
    const std::vector<Piece> plain = {Piece::Decision, Piece::Document};
    const Case cases[] = {
        {"application/msword", SealFound::No, attachment, word},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", SealFound::Yes,
         attachment, word},
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", SealFound::No,
         attachment, word},
        {"application/rtf", SealFound::No, attachment, word},
        {"application/pdf", SealFound::Yes, attachment, sealed},
        {"application/pdf", SealFound::Uncertain, attachment, sealed},
        {"application/pdf", SealFound::No, attachment, plain},
        {"application/ofd", SealFound::Uncertain, attachment, sealed},
        {"image/jpeg", SealFound::Uncertain, attachment, sealed},
        {"image/jpeg", SealFound::No, attachment, plain},
        {"text/plain", SealFound::No, attachment, plain},
        {"text/plain", SealFound::No, parsers::Role::Body, {Piece::Document, Piece::Decision}},
        {"image/png", SealFound::Uncertain, parsers::Role::InlineLogo, {}},
        {"application/vnd.microsoft.portable-executable", SealFound::No, attachment, {}},
        {"application/zip", SealFound::No, parsers::Role::Container, {}},
    };
    for (const Case& one : cases) {
        parsers::Document document;
        document.media_type = one.type;
        document.seal.found = one.seal;
        document.role = one.role;
        EXPECT_EQ(pieces_of(document), one.pieces) << one.type;
    }
}

TEST(Pieces, MissingComesInTheOrderAskedFor) {
    EXPECT_EQ(missing_pieces({Piece::Word, Piece::StampedPdf}, {}),
              (std::vector{Piece::Word, Piece::StampedPdf}));
    EXPECT_EQ(missing_pieces({Piece::Word, Piece::StampedPdf}, {Piece::Word}),
              std::vector{Piece::StampedPdf});
    EXPECT_TRUE(missing_pieces({Piece::Link}, {Piece::Document, Piece::Link}).empty());
}

TEST(Pieces, TheDueDayItselfIsInTime) {
    const base::Date due = *base::parse_date("2024-07-10");
    const auto at = [](const char* text) { return base::parse_instant(text); };
    EXPECT_EQ(on_time(at("2024-07-10T23:59:59+08:00"), due, due), true);
    EXPECT_EQ(on_time(at("2024-07-11T00:00:00+08:00"), due, due), false);
    EXPECT_EQ(on_time(at("2024-07-10T16:00:00Z"), due, due), false)
        << "it is the 11th in the county";
    EXPECT_EQ(on_time({}, due, due), std::nullopt);
    EXPECT_EQ(on_time({}, due, due + std::chrono::days(1)), false);
    EXPECT_EQ(on_time(at("2024-07-10T09:00:00+08:00"), {}, due), std::nullopt);
}

}  // namespace
}  // namespace judge
