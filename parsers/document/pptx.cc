/// PresentationML (ECMA-376 part 1, §19) to text: the slides in their order, each with its shapes,
/// tables and drawn diagrams, then the speaker's notes on it. Hidden slides and shapes are not what
/// the sender shows and are left out; so are slide numbers.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "parsers/document/line_writer.h"
#include "parsers/document/ooxml.h"
#include "parsers/document/reading.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxSlides = 5000;

bool is_off(std::string_view value) { return value == "0" || value == "false"; }
bool is_set(std::string_view value) { return value == "1" || value == "true"; }

/// A shape's own properties are in the first child: nvSpPr, nvGraphicFramePr …
pugi::xml_node placeholder_of(pugi::xml_node shape) {
    return child(child(child_element(shape), "nvPr"), "ph");
}

/// Words of one slide, notes page or diagram.
class SlideText {
 public:
    SlideText(LineWriter& out, Reading& reading, std::map<std::string, Relation> relations)
        : out_(out), reading_(reading), relations_(std::move(relations)) {}

    void read(pugi::xml_node root, bool notes) {
        notes_ = notes;
        walk(
            root, [this](pugi::xml_node node) { return enter(node); },
            [this](pugi::xml_node node) { leave(node); });
        out_.end_line();
    }

 private:
    bool enter(pugi::xml_node node) {
        const std::string_view name = local_name(node);
        if (name == "t") {
            for (const auto& words : node.children()) out_.text(words.value());
            return false;
        }
        if (name == "br") out_.break_line();
        if (name == "fld") return attribute(node, "type") != "slidenum";
        if (name == "sp" || name == "graphicFrame" || name == "grpSp" || name == "cxnSp")
            return is_shown(node);
        if (name == "Choice") return node == child(node.parent(), "Choice");
        if (name == "Fallback") return !child(node.parent(), "Choice");
        if (name == "r") starts_.push_back(out_.size());
        if (name == "tr") out_.begin_row();
        if (name == "tc") {
            out_.begin_cell();
            return !is_set(attribute(node, "hMerge")) && !is_set(attribute(node, "vMerge"));
        }
        return true;
    }

    void leave(pugi::xml_node node) {
        const std::string_view name = local_name(node);
        if (name == "p") out_.end_line();
        if (name == "tr") out_.end_row();
        if (name == "r") end_run(node);
    }

    void end_run(pugi::xml_node run) {
        const std::size_t start = starts_.back();
        starts_.pop_back();
        const auto link = child(child(run, "rPr"), "hlinkClick");
        const auto found = relations_.find(std::string(attribute(link, "id")));
        if (found != relations_.end() && found->second.external)
            add_link(reading_, found->second.target, out_.since(start));
    }

    [[nodiscard]] bool is_shown(pugi::xml_node shape) const {
        if (is_set(attribute(child(child_element(shape), "cNvPr"), "hidden"))) return false;
        if (!notes_) return true;
        const auto place = placeholder_of(shape);
        return !place || attribute(place, "type") == "body" || attribute(place, "type").empty();
    }

    LineWriter& out_;
    Reading& reading_;
    std::map<std::string, Relation> relations_;
    std::vector<std::size_t> starts_;  ///< per open run: where its words begin
    bool notes_ = false;
};

class Slides {
 public:
    Slides(Package& package, LineWriter& out, Reading& reading)
        : package_(package), out_(out), reading_(reading) {}

    void read(const std::string& main) {
        const Xml xml(package_.take(main));
        report(reading_, xml, main);
        const auto relations = package_.relations(main);
        for (const auto& node : child(xml.root(), "sldIdLst").children()) {
            const std::string part = slide_of(node, relations);
            if (part.empty() || reading_.pages >= kMaxSlides || out_.truncated()) continue;
            ++reading_.pages;
            read_slide(part);
        }
    }

 private:
    /// <p:sldId id="256" r:id="rId2"/>: two attributes of one name.
    static std::string slide_of(pugi::xml_node node,
                                const std::map<std::string, Relation>& relations) {
        for (const auto& one : node.attributes()) {
            const auto found = relations.find(one.value());
            if (found != relations.end() && found->second.type == "slide")
                return found->second.target;
        }
        return {};
    }

    void read_slide(const std::string& part) {
        if (!package_.has(part))
            return add_problem(reading_, code::kDamaged, Severity::Degraded,
                               "a slide is missing: " + part);
        const auto relations = package_.relations(part);
        const Xml xml(package_.take(part));
        report(reading_, xml, part);
        if (is_off(attribute(xml.root(), "show"))) return;
        SlideText(out_, reading_, relations).read(xml.root(), false);
        read_related(relations, "diagramData");
        read_related(relations, "notesSlide");
    }

    void read_related(const std::map<std::string, Relation>& relations, std::string_view type) {
        for (const auto& [id, relation] : relations) {
            if (relation.type != type || !package_.has(relation.target)) continue;
            const Xml xml(package_.take(relation.target));
            report(reading_, xml, relation.target);
            SlideText(out_, reading_, package_.relations(relation.target))
                .read(xml.root(), type == "notesSlide");
        }
    }

    Package& package_;
    LineWriter& out_;
    Reading& reading_;
};

}  // namespace

Reading read_pptx(const Input& input) {
    Reading reading;
    Package package(input, reading);
    const std::string main = package.main_part();
    if (main.empty()) {
        add_problem(reading, code::kDamaged, Severity::Degraded, "no main part in the office file");
        return reading;
    }
    const Limits& limits = limits_of(input);
    LineWriter out(limits.text_bytes);
    Slides(package, out, reading).read(main);
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
