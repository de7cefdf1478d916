#include "daemon/pipeline/merge_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "daemon/pipeline/pages_step.h"
#include "parsers/problem_codes.h"

namespace pipeline {
namespace {

using parsers::Document;
using parsers::Parsed;
using parsers::Role;
using parsers::SealFound;
using parsers::SealKind;
using parsers::TextSource;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Document shown(std::string part, Role role = Role::Attachment, bool needs_eyes = true) {
    Document document;
    document.part = std::move(part);
    document.role = role;
    document.media_type = "application/pdf";
    document.needs_eyes = needs_eyes;
    return document;
}

Parsed mail_of(std::vector<Document> documents) {
    Parsed parsed;
    parsed.documents = std::move(documents);
    return parsed;
}

/// What a child tells of two pages it read.
Parsed read_pages() {
    Document document;
    document.text = "月报\n";
    document.text_source = TextSource::Ocr;
    document.seal.found = SealFound::Yes;
    document.seal.kind = SealKind::Ink;
    parsers::Field pages;
    pages.name = parsers::kPagesRead;
    pages.value = "2";
    parsers::Field fine;
    fine.name = "fine";
    fine.value = "800.00";
    document.fields = {pages, fine};
    document.links.push_back({"https://town.example/1", ""});
    document.segments.emplace_back().text = "月报";
    return mail_of({document});
}

TEST(MergePages, AsksAboutPagesNobodyReadAndNotAboutDecorations) {
    Document ofd = shown("2/a.ofd");
    ofd.media_type = "application/ofd";
    EXPECT_FALSE(shows_pages(ofd)) << "the page reader can't show it";
    EXPECT_TRUE(shows_pages(shown("2/a.pdf")));
    EXPECT_TRUE(shows_pages(shown("2/a.docx!/1.png", Role::Picture)));
    EXPECT_FALSE(shows_pages(shown("2/a.pdf", Role::Attachment, false)));
    for (const Role role : {Role::Body, Role::InlineLogo, Role::SignatureCard, Role::Container})
        EXPECT_FALSE(shows_pages(shown("2/a", role))) << static_cast<int>(role);
}

TEST(MergePages, OfAPictureInAFileWithWordsOnlyTheSealIsAsked) {
    Parsed parsed = mail_of({shown("2/a.docx", Role::Attachment, false),
                             shown("2/a.docx!/1.png", Role::Picture), shown("3/b.pdf")});
    parsed.documents[0].text = "附件：\n\t 1 \n";
    EXPECT_FALSE(only_seals(parsed, parsed.documents[1])) << "a heading is no paper";
    parsed.documents[0].text = "关于报送2024年5月行政执法月报的情况说明\n";
    EXPECT_TRUE(only_seals(parsed, parsed.documents[1]));
    EXPECT_FALSE(only_seals(parsed, parsed.documents[2]));
    EXPECT_TRUE(only_seals(parsed, shown("9/gone.docx!/1.png", Role::Picture)));
}

TEST(MergePages, CountsPagesUpToTheMessagesBudget) {
    const std::uint32_t most = parsers::Limits().ocr_pages;
    Parsed parsed = mail_of({shown("1", Role::Body, false), shown("2/a.jpg"), shown("3/b.pdf")});
    parsed.documents[2].pages = 3;
    EXPECT_EQ(pages_to_read(parsed), 4U) << "a picture counts as a page";
    parsed.documents[2].pages = 4'000'000'000U;
    EXPECT_EQ(pages_to_read(parsed), most);
    parsed.documents.assign(most + 5, shown("2/a.jpg"));
    EXPECT_EQ(pages_to_read(parsed), most);
    EXPECT_EQ(pages_to_read(Parsed()), 0U);
}

TEST(MergePages, WhatWasReadBecomesTheDocuments) {
    Parsed parsed = mail_of({shown("1", Role::Body, false), shown("2/a.pdf")});
    parsed.documents[1].name = "a.pdf";
    parsed.documents[1].media_type = "application/pdf";
    EXPECT_EQ(merge_pages(parsed, 1, read_pages()), 2U);
    ASSERT_THAT(parsed.documents, SizeIs(2));
    const Document& scan = parsed.documents[1];
    EXPECT_EQ(scan.text, "月报\n");
    EXPECT_EQ(scan.text_source, TextSource::Ocr);
    EXPECT_EQ(scan.seal.found, SealFound::Yes);
    EXPECT_EQ(scan.name, "a.pdf");
    EXPECT_EQ(scan.media_type, "application/pdf");
    EXPECT_FALSE(scan.needs_eyes);
    ASSERT_THAT(scan.fields, SizeIs(1)) << "the count of pages is between the two programs";
    EXPECT_EQ(scan.fields[0].name, "fine");
    EXPECT_THAT(scan.segments, SizeIs(1));
    EXPECT_THAT(scan.links, SizeIs(1));
}

TEST(MergePages, LinksAreNotToldTwice) {
    Parsed parsed = mail_of({shown("2/a.pdf")});
    parsed.documents[0].links.push_back({"https://town.example/1", "公示"});
    merge_pages(parsed, 0, read_pages());
    ASSERT_THAT(parsed.documents[0].links, SizeIs(1));
    EXPECT_EQ(parsed.documents[0].links[0].text, "公示");
}

TEST(MergePages, AChildThatDiedLeavesThePagesUnread) {
    Parsed parsed = mail_of({shown("2/a.pdf")});
    Parsed died;
    died.problems.push_back({parsers::code::kParserDied, parsers::Severity::Lost, "", "cpu"});
    EXPECT_EQ(merge_pages(parsed, 0, died), 0U);
    EXPECT_TRUE(parsed.documents[0].needs_eyes);
    ASSERT_THAT(parsed.problems, SizeIs(1));
    EXPECT_EQ(parsed.problems[0].part, "2/a.pdf");
}

TEST(MergePages, ALookForSealsKeepsTheText) {
    Parsed parsed = mail_of({shown("2/a.docx!/1.png", Role::Picture)});
    parsed.documents[0].text = "kept\n";
    Parsed seals = read_pages();
    seals.documents[0].text = "";
    seals.documents[0].text_source = TextSource::None;
    seals.documents[0].fields.clear();
    EXPECT_EQ(merge_pages(parsed, 0, seals), 0U);
    EXPECT_EQ(parsed.documents[0].text, "kept\n");
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::Yes);
    EXPECT_FALSE(parsed.documents[0].needs_eyes);
}

TEST(MergePages, AnElectronicSealIsNotUnseen) {
    Parsed parsed = mail_of({shown("2/a.pdf")});
    parsed.documents[0].seal.found = SealFound::Yes;
    parsed.documents[0].seal.kind = SealKind::Electronic;
    Parsed none = read_pages();
    none.documents[0].seal = {};
    merge_pages(parsed, 0, none);
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::Yes);
    EXPECT_EQ(parsed.documents[0].seal.kind, SealKind::Electronic);
}

TEST(MergePages, AUselessCountOfPagesIsNone) {
    for (const char* lie : {"", "-1", "many", "99999999999999999999999"}) {
        Parsed parsed = mail_of({shown("2/a.pdf")});
        Parsed read = read_pages();
        read.documents[0].fields[0].value = lie;
        EXPECT_EQ(merge_pages(parsed, 0, std::move(read)), 0U) << lie;
    }
}

TEST(MergePages, ACropLiesInItsDocument) {
    Parsed parsed = mail_of({shown("2/a.pdf"), shown("3/b.pdf")});
    for (const std::size_t index : {0U, 1U}) {
        Parsed read = read_pages();
        Document crop = shown("第1页印章.png", Role::Attachment);
        crop.name = crop.part;
        read.documents.push_back(crop);
        merge_pages(parsed, index, std::move(read));
    }
    ASSERT_THAT(parsed.documents, SizeIs(4));
    EXPECT_EQ(parsed.documents[2].part, "2/a.pdf!/第1页印章.png");
    EXPECT_EQ(parsed.documents[3].part, "3/b.pdf!/第1页印章.png");
    for (const std::size_t index : {2U, 3U}) {
        EXPECT_EQ(parsed.documents[index].role, Role::Picture);
        EXPECT_FALSE(parsed.documents[index].needs_eyes) << "it would be read again";
    }
}

TEST(LiftPictures, APicturesSealIsItsFiles) {
    Parsed parsed = mail_of({shown("2/a.docx", Role::Attachment, false),
                             shown("2/a.docx!/1.png", Role::Picture, false)});
    parsed.documents[1].seal.found = SealFound::Yes;
    lift_pictures(parsed);
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::Yes);
}

TEST(LiftPictures, AnUncertainOneDoesNotReplaceACertainOne) {
    Parsed parsed = mail_of({shown("2/a.docx", Role::Attachment, false),
                             shown("2/a.docx!/1.png", Role::Picture, false),
                             shown("2/a.docx!/2.png", Role::Picture, false)});
    parsed.documents[1].seal.found = SealFound::Yes;
    parsed.documents[2].seal.found = SealFound::Uncertain;
    lift_pictures(parsed);
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::Yes);
}

TEST(LiftPictures, NeitherAnArchiveNorAPictureNobodyLookedAtIsSealed) {
    Parsed parsed = mail_of({shown("2/a.zip", Role::Container, false),
                             shown("2/a.zip!/1.png", Role::Picture, false),
                             shown("3/b.docx", Role::Attachment, false),
                             shown("3/b.docx!/1.png", Role::Picture, true)});
    for (const std::size_t picture : {1U, 3U})
        parsed.documents[picture].seal.found = SealFound::Yes;
    lift_pictures(parsed);
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::No);
    EXPECT_EQ(parsed.documents[2].seal.found, SealFound::No);
}

/// A picture inside a file, as merge_pages leaves it.
Document read_picture(std::string part, std::string text, std::string fine) {
    Document picture = shown(std::move(part), Role::Picture, false);
    picture.text = std::move(text);
    picture.text_source = TextSource::Ocr;
    picture.segments.emplace_back().line = 1;
    auto& field = picture.fields.emplace_back();
    field.name = "fine";
    field.value = std::move(fine);
    picture.links.push_back({"https://town.example/1", ""});
    return picture;
}

TEST(LiftPictures, ThePicturesWordsAreTheirFiles) {
    Parsed parsed = mail_of({shown("2/a.docx"), read_picture("2/a.docx!/1.png", "月报\n", "1.00"),
                             read_picture("2/a.docx!/2.png", "第二页\n", "2.00")});
    parsed.documents[0].text = "附件";
    lift_pictures(parsed);
    const Document& file = parsed.documents[0];
    EXPECT_EQ(file.text, "附件\n月报\n第二页\n");
    EXPECT_EQ(file.text_source, TextSource::Ocr);
    EXPECT_FALSE(file.needs_eyes);
    ASSERT_THAT(file.segments, SizeIs(2));
    EXPECT_EQ(file.segments[0].line, 2U);
    EXPECT_EQ(file.segments[1].line, 3U);
    ASSERT_THAT(file.fields, SizeIs(1)) << "the first page's";
    EXPECT_EQ(file.fields[0].value, "1.00");
    EXPECT_THAT(file.links, SizeIs(1));
    EXPECT_THAT(parsed.documents[1].text, IsEmpty()) << "words are told once";
}

TEST(LiftPictures, AFieldOfOnePictureMayStandTwice) {
    Document picture = read_picture("2/a.docx!/1.png", "决定书\n", "1.00");
    picture.fields.push_back(picture.fields.front());
    Parsed parsed = mail_of({shown("2/a.docx"), std::move(picture)});
    lift_pictures(parsed);
    EXPECT_THAT(parsed.documents[0].fields, SizeIs(2)) << "two parties";
}

TEST(LiftPictures, APartWithoutItsFileIsLeftAlone) {
    Parsed parsed = mail_of({shown("2/gone.docx!/1.png", Role::Picture, false)});
    parsed.documents[0].seal.found = SealFound::Yes;
    lift_pictures(parsed);
    EXPECT_THAT(parsed.problems, IsEmpty());
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::Yes);
}

}  // namespace
}  // namespace pipeline
