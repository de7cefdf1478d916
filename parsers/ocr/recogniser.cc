#include "parsers/ocr/recogniser.h"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace parsers::ocr {
namespace {

constexpr const char* kPackaged = "/usr/share/tesseract-ocr/5/tessdata";
constexpr const char* kModel = "chi_sim";
constexpr const char* kNumber = "0123456789.,-%/";
constexpr int kSourceDpi = 200;  // its own guess costs time and a line on stderr

base::Failure no_model(const std::string& folder, std::string cause) {
    return base::fail(base::Kind::Denied, base::Scope::Service,
                      "the OCR model " + folder + "/" + kModel + ".traineddata cannot be read",
                      "apt install tesseract-ocr-chi-sim, or set [parser] tessdata to its folder",
                      std::move(cause));
}

tesseract::PageSegMode mode_of(Recogniser::Shape shape) {
    switch (shape) {
        case Recogniser::Shape::Line:
        case Recogniser::Shape::Number:
            return tesseract::PSM_SINGLE_LINE;
        case Recogniser::Shape::Page:
            break;
    }
    return tesseract::PSM_AUTO;
}

double confidence_at(const tesseract::ResultIterator& at, tesseract::PageIteratorLevel level) {
    return std::clamp(double{at.Confidence(level)} / 100.0, 0.0, 1.0);
}

std::optional<Character> character_at(const tesseract::ResultIterator& at) {
    const std::unique_ptr<char[]> text(at.GetUTF8Text(tesseract::RIL_SYMBOL));
    if (!text) return {};
    const auto told = telling_characters(text.get());
    if (told.empty()) return {};
    return Character{told.front(), confidence_at(at, tesseract::RIL_SYMBOL)};
}

Word word_at(const tesseract::ResultIterator& at) {
    Word word;
    const std::unique_ptr<char[]> text(at.GetUTF8Text(tesseract::RIL_WORD));
    if (text) word.text = text.get();
    word.confidence = confidence_at(at, tesseract::RIL_WORD);
    at.BoundingBox(tesseract::RIL_WORD, &word.left, &word.top, &word.right, &word.bottom);
    word.line_begins = at.IsAtBeginningOf(tesseract::RIL_TEXTLINE);
    word.blank_before = !word.line_begins && at.BlanksBeforeWord() > 0;
    return word;
}

std::vector<Word> words_of(tesseract::TessBaseAPI& api) {
    std::vector<Word> words;
    const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
    if (!at) return words;
    do {
        if (at->Empty(tesseract::RIL_WORD)) continue;
        if (words.empty() || at->IsAtBeginningOf(tesseract::RIL_WORD))
            words.push_back(word_at(*at));
        if (const auto character = character_at(*at)) words.back().characters.push_back(*character);
    } while (at->Next(tesseract::RIL_SYMBOL));
    return words;
}

}  // namespace

struct Recogniser::Library {
    tesseract::TessBaseAPI api;
};

Recogniser::Recogniser(std::unique_ptr<Library> library) : library_(std::move(library)) {}
Recogniser::~Recogniser() = default;

base::Result<std::unique_ptr<Recogniser>> Recogniser::load(const std::string& tessdata) {
    const std::string folder = tessdata.empty() ? kPackaged : tessdata;
    std::error_code error;
    const auto model = std::filesystem::path(folder) / (std::string(kModel) + ".traineddata");
    // The library itself would print where it looked, in three lines.
    if (!std::filesystem::is_regular_file(model, error))
        return no_model(folder, error ? error.message() : "no such file");
    try {
        auto library = std::make_unique<Library>();
        if (library->api.Init(folder.c_str(), kModel, tesseract::OEM_LSTM_ONLY) != 0)
            return no_model(folder, "not a model of this library");
        // Ink is dark here: reading every doubtful line again as white on black only costs time.
        library->api.SetVariable("tessedit_do_invert", "0");
        library->api.SetVariable("invert_threshold", "0");
        return std::unique_ptr<Recogniser>(new Recogniser(std::move(library)));
    } catch (const std::exception& thrown) {
        return no_model(folder, thrown.what());
    }
}

std::vector<Word> Recogniser::read(const PIX* picture, Shape shape) {
    if (!picture) return {};
    tesseract::TessBaseAPI& api = library_->api;
    std::vector<Word> words;
    try {
        api.SetPageSegMode(mode_of(shape));
        api.SetVariable("tessedit_char_whitelist", shape == Shape::Number ? kNumber : "");
        // The library takes a counted copy and changes nothing.
        api.SetImage(const_cast<PIX*>(picture));
        const int dpi = pixGetXRes(picture);
        api.SetSourceResolution(dpi >= kSourceDpi / 3 ? dpi : kSourceDpi);
        if (api.Recognize(nullptr) == 0) words = words_of(api);
        api.Clear();
    } catch (const std::exception&) {
        words.clear();
    }
    return words;
}

}  // namespace parsers::ocr
