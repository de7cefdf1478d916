#pragma once
/// The mistakes and warnings found while a configuration is read: all of them, each with its place,
/// what is wrong and the cure. One Report a load; one FileReport a file, which knows the file's
/// name. Not thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "config/rulebook.h"

namespace config {

struct Place {
    std::string file;
    unsigned line = 0;  ///< 0: the file as a whole
};

std::string describe(const Place& place);  ///< units.toml:12

class Report {
 public:
    /// "file:line: what; cure".
    void mistake(const Place& place, std::string_view what, std::string_view cure);
    void warn(const Place& place, std::string_view what, std::string_view cure);

    [[nodiscard]] bool clean() const { return mistakes_.empty(); }
    /// One mistake a line, in the order of files met and lines.
    [[nodiscard]] std::string mistakes() const;
    [[nodiscard]] std::vector<Warning> warnings() const;

 private:
    struct Note {
        Place place;
        std::size_t file = 0;
        std::string text;
    };
    std::size_t index_of(const std::string& file);
    Note note(const Place& place, std::string_view what, std::string_view cure);

    std::vector<std::string> files_;
    std::vector<Note> mistakes_;
    std::vector<Note> warnings_;
};

class FileReport {
 public:
    FileReport(Report& report, std::string file) : report_(report), file_(std::move(file)) {}

    void mistake(unsigned line, std::string_view what, std::string_view cure) {
        report_.mistake(place(line), what, cure);
    }
    void warn(unsigned line, std::string_view what, std::string_view cure) {
        report_.warn(place(line), what, cure);
    }
    [[nodiscard]] Place place(unsigned line) const { return Place{file_, line}; }
    [[nodiscard]] Report& report() { return report_; }

 private:
    Report& report_;
    std::string file_;
};

}  // namespace config
