/// OFD (GB/T 33190-2016), the fixed-layout format of Chinese offices: a zip of XML. OFD.xml names
/// the documents in it, each document its pages in order, each page its objects with their places
/// in millimetres. The words of a page and of its templates are put in reading order as those of a
/// PDF are. A page with pictures and without words needs eyes; the pictures become documents.
#include "parsers/document/ofd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/ooxml.h"
#include "parsers/document/page_lines.h"
#include "parsers/document/reading.h"
#include "parsers/page_of_text.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxWords = 200'000;       ///< of one page
constexpr std::size_t kMaxAllWords = 1'000'000;  ///< of all pages, templates counted on each
constexpr std::size_t kMaxNumbers = 65'536;
constexpr double kMostMillimetres = 1e6;

/// Numbers parted by blanks; those that are none count as 0.
std::vector<double> numbers_of(std::string_view text, std::size_t most = kMaxNumbers) {
    std::vector<double> numbers;
    for (const std::string_view word : base::split(text, ' ')) {
        if (word.empty()) continue;
        if (numbers.size() == most) break;
        const double value = std::strtod(std::string(word.substr(0, 40)).c_str(), nullptr);
        numbers.push_back(
            std::isfinite(value) ? std::clamp(value, -kMostMillimetres, kMostMillimetres) : 0);
    }
    return numbers;
}

double number_of(std::string_view text, double otherwise) {
    const auto numbers = numbers_of(text, 1);
    return numbers.empty() ? otherwise : numbers.front();
}

/// The sum of a list of distances: "g 3 4.5 2" is 4.5 three times and 2.
double distance_of(std::string_view text) {
    double sum = 0;
    const auto words = base::split(text, ' ');
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool group = words[i] == "g" && i + 2 < words.size();
        if (!group) {
            sum += number_of(words[i], 0);
            continue;
        }
        sum += std::clamp(number_of(words[i + 1], 0), 0.0, 1e5) * number_of(words[i + 2], 0);
        i += 2;
    }
    return sum;
}

/// Where a text object stands and how it is turned.
struct Frame {
    double left = 0;
    double top = 0;
    std::array<double, 6> matrix = {1, 0, 0, 1, 0, 0};

    explicit Frame(pugi::xml_node object) {
        const auto box = numbers_of(attribute(object, "Boundary"), 4);
        if (box.size() >= 2) {
            left = box[0];
            top = box[1];
        }
        const auto given = numbers_of(attribute(object, "CTM"), 6);
        if (given.size() == 6) std::copy(given.begin(), given.end(), matrix.begin());
    }
    [[nodiscard]] double x(double dx, double dy) const {
        return left + matrix[0] * dx + matrix[2] * dy + matrix[4];
    }
    [[nodiscard]] double y(double dx, double dy) const {
        return top + matrix[1] * dx + matrix[3] * dy + matrix[5];
    }
    [[nodiscard]] bool turned() const {
        return matrix[0] <= 0 || std::abs(matrix[1]) > std::abs(matrix[0]) / 10;
    }
};

/// The width of text without given distances: a Han character is as wide as it is high.
double width_of(std::string_view text, double size) {
    double width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const base::CodePoint point = base::code_point_at(text, i);
        width += point.value < 0x2E80 ? size / 2 : size;
        i += point.length;
    }
    return width;
}

struct Page {
    std::vector<PdfWord> words;
    bool picture = false;
};

void add_words(pugi::xml_node object, Page& page) {
    const Frame frame(object);
    const double size = std::max(number_of(attribute(object, "Size"), 3.5), 0.1);
    double x = 0;
    double y = size;
    for (const auto& code : object.children()) {
        if (local_name(code) != "TextCode" || page.words.size() >= kMaxWords) continue;
        x = number_of(attribute(code, "X"), x);
        y = number_of(attribute(code, "Y"), y);
        PdfWord word;
        for (const auto& text : code.children()) word.text += text.value();
        std::replace(word.text.begin(), word.text.end(), '\n', ' ');
        if (base::trimmed(word.text).empty()) continue;
        const std::string_view across = attribute(code, "DeltaX");
        const double width =
            across.empty() ? width_of(word.text, size) : distance_of(across) + size * 0.9;
        word.turned =
            frame.turned() || (across.empty() && distance_of(attribute(code, "DeltaY")) != 0);
        word.left = frame.x(x, y);
        word.right = frame.x(x + width, y);
        word.bottom = frame.y(x, y);
        word.top = frame.y(x, y - size);
        if (word.top > word.bottom) std::swap(word.top, word.bottom);
        page.words.push_back(std::move(word));
    }
}

std::size_t characters(const std::vector<PdfWord>& words) {
    std::size_t count = 0;
    for (const PdfWord& word : words) count += base::count_code_points(base::trimmed(word.text));
    return count;
}

class Book {
 public:
    Book(Package& package, const Limits& limits, Reading& reading)
        : package_(package), limits_(limits), reading_(reading) {}

    void read() {
        static const std::string kEntry = "OFD.xml";
        const Xml xml(package_.take(kEntry));
        report(reading_, xml, kEntry);
        std::vector<std::string> lists;
        for (const auto& body : xml.root().children()) {
            if (local_name(body) != "DocBody") continue;
            const std::string_view root = base::trimmed(child(body, "DocRoot").child_value());
            if (!root.empty()) read_document(part_beside(kEntry, root));
            const std::string_view list = base::trimmed(child(body, "Signatures").child_value());
            if (!list.empty()) lists.push_back(part_beside(kEntry, list));
        }
        if (pages_ == 0)
            add_problem(reading_, code::kDamaged, Severity::Degraded, "an OFD without pages");
        reading_.pages = static_cast<std::uint32_t>(pages_);
        find_seal(lists);
        set_text(reading_, limits_, std::move(text_));
    }

 private:
    void read_document(const std::string& part) {
        const Xml xml(package_.take(part));
        report(reading_, xml, part);
        templates_.clear();
        for (const auto& node : child(xml.root(), "CommonData").children())
            if (local_name(node) == "TemplatePage")
                templates_.emplace(attribute(node, "ID"),
                                   part_beside(part, attribute(node, "BaseLoc")));
        opened_.clear();
        for (const auto& node : child(xml.root(), "Pages").children()) {
            if (local_name(node) != "Page") continue;
            ++pages_;
            ids_.emplace(attribute(node, "ID"), static_cast<std::uint32_t>(pages_));
            if (pages_ <= limits_.pdf_pages && text_.size() <= limits_.text_bytes)
                read_page(part_beside(part, attribute(node, "BaseLoc")));
        }
        if (pages_ > limits_.pdf_pages)
            add_problem(reading_, code::kLimitExceeded, Severity::Degraded,
                        "only the first " + std::to_string(limits_.pdf_pages) + " pages were read");
    }

    void read_page(const std::string& part) {
        if (!package_.has(part)) {
            add_problem(reading_, code::kDamaged, Severity::Degraded, "a page is missing: " + part);
            unread_ = true;
            return;
        }
        const Xml xml(package_.take(part));
        report(reading_, xml, part);
        Page page;
        for (const auto& node : xml.root().children())
            if (local_name(node) == "Template") add_template(attribute(node, "TemplateID"), page);
        add_objects(xml.root(), page);
        words_ += page.words.size();
        if (words_ > kMaxAllWords) {
            add_problem(reading_, code::kLimitExceeded, Severity::Degraded,
                        "more words than any document has");
            unread_ = true;
            return;
        }
        picture_ = picture_ || page.picture;
        if (page.picture && characters(page.words) < kFewCharacters) reading_.needs_eyes = true;
        unread_ = unread_ || page.words.empty();
        text_ += lines_of(std::move(page.words));
    }

    /// A template serves many pages: what stands on it is kept.
    void add_template(std::string_view id, Page& page) {
        const auto found = templates_.find(std::string(id));
        if (found == templates_.end() || words_ > kMaxAllWords) return;
        auto [place, fresh] = opened_.try_emplace(found->second);
        if (fresh) {
            const Xml xml(package_.take(found->second));
            report(reading_, xml, found->second);
            add_objects(xml.root(), place->second);
        }
        page.picture = page.picture || place->second.picture;
        const auto& words = place->second.words;
        page.words.insert(page.words.end(), words.begin(), words.end());
    }

    static void add_objects(pugi::xml_node root, Page& page) {
        walk(
            child(root, "Content"),
            [&](pugi::xml_node node) {
                if (attribute(node, "Visible") == "false") return false;
                const std::string_view name = local_name(node);
                if (name == "TextObject") add_words(node, page);
                if (name == "ImageObject" || name == "CompositeObject") page.picture = true;
                return name == "Layer" || name == "PageBlock";
            },
            [](pugi::xml_node) {});
    }

    /// Words alone bear no seal; where there are pictures, or pages without words, who knows.
    void find_seal(const std::vector<std::string>& lists) {
        Seal& seal = reading_.seal;
        for (const std::string& list : lists) {
            if (seal.found == SealFound::Yes) break;
            seal = ofd_seal(package_, list, ids_, reading_);
        }
        const bool open = picture_ || unread_ || pages_ == 0 || !reading_.inner.empty();
        if (seal.found == SealFound::No && open) seal.found = SealFound::Uncertain;
    }

    Package& package_;
    const Limits& limits_;
    Reading& reading_;
    std::string text_;
    std::size_t pages_ = 0;
    std::size_t words_ = 0;
    bool picture_ = false;
    bool unread_ = false;                       ///< a page without words
    std::map<std::string, std::uint32_t> ids_;  ///< pages by their id
    std::map<std::string, std::string> templates_;
    std::map<std::string, Page> opened_;
};

}  // namespace

Reading read_ofd(const Input& input) {
    Reading reading;
    add_problem(reading, code::kFormatNotPdf, Severity::Note, "not a PDF");
    Package package(input, reading, Package::Keep::All);
    Book(package, limits_of(input), reading).read();
    return reading;
}

}  // namespace parsers::document
