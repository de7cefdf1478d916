#pragma once
/// The one file that meets tesseract. Loaded once before the fork server forks; each child reads
/// with its copy. OMP_THREAD_LIMIT=1 must stand in the environment before the process starts: the
/// library's threads would hang a forked child. One thread; what the library throws ends here.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "parsers/image/pix.h"
#include "parsers/ocr/characters.h"

namespace parsers::ocr {

struct Word {
    std::string text;
    double confidence = 0;                         ///< 0…1
    std::vector<Character> characters;             ///< of the text, marks and letters left out
    int left = 0, top = 0, right = 0, bottom = 0;  ///< pixels of the picture that was read
    bool line_begins = false;
    bool blank_before = false;  ///< the recogniser saw a gap between it and the word before
};

class Recogniser {
 public:
    /// What the picture holds: one line, one number (nothing else is read), or columns of lines.
    enum class Shape { Line, Number, Page };

    /// `tessdata`: the folder of chi_sim.traineddata; empty: the packaged one. Denied, with the
    /// cure, when there is none that can be read.
    static base::Result<std::unique_ptr<Recogniser>> load(const std::string& tessdata);
    ~Recogniser();
    Recogniser(const Recogniser&) = delete;
    Recogniser& operator=(const Recogniser&) = delete;

    /// In reading order.
    std::vector<Word> read(const PIX* picture, Shape shape);

 private:
    struct Library;
    explicit Recogniser(std::unique_ptr<Library> library);
    std::unique_ptr<Library> library_;
};

}  // namespace parsers::ocr
