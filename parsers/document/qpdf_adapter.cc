/// Through qpdf's C interface: it turns every exception into an error code, and clang 14 can't
/// compile the C++ headers as C++20.
#include "parsers/document/qpdf_adapter.h"

#include <qpdf/qpdf-c.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace parsers::document {
namespace {

/// Smaller pictures are rules, bullets and icons; a seal of 4 cm has 113 pixels even at 72 dpi.
constexpr int kSealPixels = 60;
constexpr int kMaxPixels = 1'000'000;  ///< a side; larger claims are cut
constexpr std::size_t kMaxFields = 5000;
constexpr std::size_t kMaxObjects = 20'000;  ///< pictures and forms of one page that are looked at
constexpr std::size_t kMaxLinks = 2000;
constexpr int kMaxParents = 50;
constexpr double kMostPoints = 1e6;
constexpr std::uint64_t kMostDrawing = 4096;  ///< bytes that place a picture and draw nothing else

/// One object of the file; a handle lives until the page is done.
class Object {
 public:
    Object(qpdf_data pdf, qpdf_oh handle) : pdf_(pdf), handle_(handle) {}

    /// The value of a dictionary's or a stream's key; a null object where there is none.
    [[nodiscard]] Object key(const char* name) const {
        return {pdf_, qpdf_oh_get_key_if_dict(pdf_, dictionary(), name)};
    }
    [[nodiscard]] bool is_dictionary() const { return qpdf_oh_is_dictionary(pdf_, handle_) != 0; }
    [[nodiscard]] bool is_stream() const { return qpdf_oh_is_stream(pdf_, handle_) != 0; }
    [[nodiscard]] bool is_array() const { return qpdf_oh_is_array(pdf_, handle_) != 0; }
    [[nodiscard]] bool is_name(const char* name) const {
        return qpdf_oh_is_name_and_equals(pdf_, handle_, name) != 0;
    }
    [[nodiscard]] int number() const {
        if (qpdf_oh_is_integer(pdf_, handle_) == 0) return 0;
        return std::max(qpdf_oh_get_int_value_as_int(pdf_, handle_), 0);
    }
    [[nodiscard]] bool is_number() const { return qpdf_oh_is_number(pdf_, handle_) != 0; }
    /// A coordinate, to the point.
    [[nodiscard]] int rounded() const {
        if (!is_number()) return 0;
        const double value = qpdf_oh_get_numeric_value(pdf_, handle_);
        return static_cast<int>(std::clamp(value, -kMostPoints, kMostPoints));
    }
    [[nodiscard]] std::string text() const {
        if (qpdf_oh_is_string(pdf_, handle_) == 0) return {};
        return qpdf_oh_get_string_value(pdf_, handle_);
    }
    /// The stream's bytes as the file has them, still packed by its own filter.
    [[nodiscard]] std::string stream() const {
        unsigned char* bytes = nullptr;
        std::size_t size = 0;
        QPDF_BOOL filtered = QPDF_FALSE;
        qpdf_oh_get_stream_data(pdf_, handle_, qpdf_dl_none, &filtered, &bytes, &size);
        const std::unique_ptr<unsigned char, void (*)(void*)> owner(bytes, std::free);
        return bytes ? std::string(reinterpret_cast<const char*>(bytes), size) : std::string();
    }
    [[nodiscard]] int id() const { return qpdf_oh_get_object_id(pdf_, handle_); }
    [[nodiscard]] std::vector<Object> items() const {
        std::vector<Object> items;
        const int count = is_array() ? qpdf_oh_get_array_n_items(pdf_, handle_) : 0;
        for (int i = 0; i < count && items.size() < kMaxObjects; ++i)
            items.emplace_back(pdf_, qpdf_oh_get_array_item(pdf_, handle_, i));
        return items;
    }
    [[nodiscard]] std::vector<Object> values() const {
        std::vector<std::string> keys;
        if (is_dictionary()) qpdf_oh_begin_dict_key_iter(pdf_, handle_);
        while (is_dictionary() && keys.size() < kMaxObjects && qpdf_oh_dict_more_keys(pdf_) != 0)
            keys.emplace_back(qpdf_oh_dict_next_key(pdf_));
        std::vector<Object> values;
        values.reserve(keys.size());
        for (const std::string& name : keys) values.push_back(key(name.c_str()));
        return values;
    }

 private:
    [[nodiscard]] qpdf_oh dictionary() const {
        return is_stream() ? qpdf_oh_get_dict(pdf_, handle_) : handle_;
    }
    qpdf_data pdf_;
    qpdf_oh handle_;
};

/// The signed fields of the form, and what shows them.
struct Signed {
    bool any = false;
    std::set<int> shown;  ///< objects that are seen on a page if one of them lists them
};

bool has_area(const Object& widget) {
    const auto box = widget.key("/Rect").items();
    return box.size() == 4 && (box[0].rounded() != box[2].rounded()) &&
           (box[1].rounded() != box[3].rounded());
}

/// Walks the form's fields (ISO 32000-1 §12.7.3: type and value are inherited), those that are no
/// objects of their own too. A certified file names its signature in /Perms (§12.8.4).
Signed signatures_of(const Object& root) {
    struct Open {
        Object field;
        bool signature = false;
        bool value = false;
    };
    Signed found;
    found.any = root.key("/Perms").key("/DocMDP").is_dictionary();
    std::vector<Open> open;
    const auto add = [&](const Object& list, bool signature, bool value) {
        for (const Object& field : list.items())
            if (open.size() < kMaxFields) open.push_back({field, signature, value});
    };
    add(root.key("/AcroForm").key("/Fields"), false, false);
    for (std::size_t seen = 0; !open.empty() && seen < kMaxFields; ++seen) {
        auto [field, signature, value] = open.back();
        open.pop_back();
        signature = signature || field.key("/FT").is_name("/Sig");
        value = value || field.key("/V").is_dictionary();
        if (signature && value) {
            found.any = true;
            if (field.id() != 0 && has_area(field)) found.shown.insert(field.id());
        }
        add(field.key("/Kids"), signature, value);
    }
    return found;
}

bool shows(const Object& page, const std::set<int>& objects) {
    if (objects.empty()) return false;
    const auto annotations = page.key("/Annots").items();
    return std::any_of(annotations.begin(), annotations.end(),
                       [&](const Object& one) { return objects.contains(one.id()); });
}

bool has_stamp(const Object& page) {
    const auto annotations = page.key("/Annots").items();
    return std::any_of(annotations.begin(), annotations.end(),
                       [](const Object& one) { return one.key("/Subtype").is_name("/Stamp"); });
}

/// The addresses behind the page's words (ISO 32000-1 §12.5.6.5, §12.6.4.7).
void note_links(const Object& page, std::vector<std::string>& links) {
    for (const Object& annotation : page.key("/Annots").items()) {
        const Object action = annotation.key("/A");
        if (links.size() >= kMaxLinks || !action.key("/S").is_name("/URI")) continue;
        links.push_back(action.key("/URI").text());
    }
}

std::uint64_t content_size(const Object& page) {
    const Object contents = page.key("/Contents");
    auto size = static_cast<std::uint64_t>(contents.key("/Length").number());
    for (const Object& one : contents.items())
        size += static_cast<std::uint64_t>(one.key("/Length").number());
    return size;
}

/// Resources may stand in a parent of the page (ISO 32000-1 §7.7.3.4).
Object resources_of(Object page) {
    for (int i = 0; i < kMaxParents; ++i) {
        const Object resources = page.key("/Resources");
        if (resources.is_dictionary()) return resources;
        page = page.key("/Parent");
    }
    return page.key("/Resources");
}

void note_image(const Object& image, PdfPage& found) {
    const int width = std::min(image.key("/Width").number(), kMaxPixels);
    const int height = std::min(image.key("/Height").number(), kMaxPixels);
    found.picture_area += static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
    if (std::min(width, height) >= kSealPixels) found.picture = true;
}

/// Pictures of the page, those inside forms too; each form is looked into once.
void note_images(const Object& page, PdfPage& found) {
    std::vector<Object> open = resources_of(page).key("/XObject").values();
    std::set<int> seen;
    for (std::size_t count = 0; !open.empty() && count < kMaxObjects; ++count) {
        const Object object = open.back();
        open.pop_back();
        if (!object.is_stream() || !seen.insert(object.id()).second) continue;
        if (object.key("/Subtype").is_name("/Image")) {
            note_image(object, found);
        } else if (object.key("/Subtype").is_name("/Form")) {
            const auto inner = object.key("/Resources").key("/XObject").values();
            open.insert(open.end(), inner.begin(), inner.end());
        }
    }
}

/// A value of the page that may stand in a parent (ISO 32000-1 §7.7.3.4).
Object inherited(Object page, const char* name) {
    for (int i = 0; i < kMaxParents; ++i) {
        const Object value = page.key(name);
        if (value.is_array() || value.is_number()) return value;
        page = page.key("/Parent");
    }
    return page.key(name);
}

/// Width and height of the page in points, as it lies in the file.
std::pair<double, double> box_of(const Object& page) {
    const auto box = inherited(page, "/MediaBox").items();
    if (box.size() != 4) return {0, 0};
    return {std::abs(box[2].rounded() - box[0].rounded()),
            std::abs(box[3].rounded() - box[1].rounded())};
}

/// Degrees to the right, 0…359; some programs write -90.
int turned_of(const Object& page) {
    return (inherited(page, "/Rotate").rounded() % 360 + 360) % 360;
}

/// A scan fills its page: both are of one shape, to a twentieth.
bool has_shape_of(const Object& picture, const std::pair<double, double>& box) {
    const double width = picture.key("/Width").number();
    const double height = picture.key("/Height").number();
    if (width < 1 || height < 1 || box.first < 1 || box.second < 1) return false;
    const double ratio = width / height / (box.first / box.second);
    return ratio > 0.95 && ratio < 1.05;
}

/// Owns the library's state for one file.
class Reader {
 public:
    Reader() : pdf_(qpdf_init()) {
        qpdf_silence_errors(pdf_);
        qpdf_set_suppress_warnings(pdf_, QPDF_TRUE);
    }
    ~Reader() { qpdf_cleanup(&pdf_); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    [[nodiscard]] qpdf_data get() const { return pdf_; }
    [[nodiscard]] bool failed() const { return qpdf_has_error(pdf_) != 0; }

 private:
    qpdf_data pdf_;
};

}  // namespace

PdfScan pdf_scan(std::string_view bytes, std::size_t page) {
    PdfScan scan;
    const Reader reader;
    qpdf_data pdf = reader.get();
    qpdf_read_memory(pdf, "document", bytes.data(), bytes.size(), nullptr);
    if (reader.failed() || page >= static_cast<std::size_t>(std::max(qpdf_get_num_pages(pdf), 0)))
        return scan;
    const Object object(pdf, qpdf_get_page_n(pdf, page));
    const auto pictures = resources_of(object).key("/XObject").values();
    // More than a picture on the page, and it must be drawn.
    if (pictures.size() != 1 || content_size(object) > kMostDrawing) return scan;
    const Object& picture = pictures.front();
    const Object filter = picture.key("/Filter");
    const auto filters = filter.items();
    const bool jpeg = filter.is_name("/DCTDecode") ||
                      (filters.size() == 1 && filters.front().is_name("/DCTDecode"));
    if (!picture.is_stream() || !picture.key("/Subtype").is_name("/Image") || !jpeg) return scan;
    if (!picture.key("/Decode").items().empty() || !has_shape_of(picture, box_of(object)))
        return scan;
    scan.jpeg = picture.stream();
    scan.turned = static_cast<std::uint32_t>(turned_of(object) / 90 % 4);
    return scan;
}

PdfStructure pdf_structure(std::string_view bytes, std::size_t pages) {
    PdfStructure found;
    const Reader reader;
    qpdf_data pdf = reader.get();
    qpdf_read_memory(pdf, "document", bytes.data(), bytes.size(), nullptr);
    if (reader.failed()) {
        found.locked = qpdf_get_error_code(pdf, qpdf_get_error(pdf)) == qpdf_e_password;
        return found;
    }
    const Signed signatures = signatures_of(Object(pdf, qpdf_get_root(pdf)));
    found.signature = signatures.any;
    const int count = qpdf_get_num_pages(pdf);
    for (int i = 0; i < count && found.pages.size() < pages; ++i) {
        const Object page(pdf, qpdf_get_page_n(pdf, static_cast<std::size_t>(i)));
        PdfPage& entry = found.pages.emplace_back();
        entry.content_bytes = content_size(page);
        entry.picture = has_stamp(page);
        note_images(page, entry);
        note_links(page, found.links);
        if (found.signature_page == 0 && shows(page, signatures.shown))
            found.signature_page = static_cast<std::uint32_t>(i + 1);
        qpdf_oh_release_all(pdf);
    }
    found.readable = !reader.failed();
    return found;
}

}  // namespace parsers::document
