#include "parsers/document/rtf_controls.h"

#include <algorithm>
#include <array>

namespace parsers::document {
namespace {

constexpr std::array<RtfControl, 72> kControls = {{
    {"shppict", Does::Open},
    {"shpinst", Does::Open},
    {"shptxt", Does::Other},
    {"ud", Does::Other},
    {"upr", Does::Other},
    {"fonttbl", Does::Other},
    {"fldinst", Does::Other},
    {"pict", Does::Other},
    {"nesttableprops", Does::Other},
    {"field", Does::Other},
    {"fldrslt", Does::Other},
    {"footnote", Does::Other},
    {"header", Does::Other},
    {"headerl", Does::Other},
    {"headerr", Does::Other},
    {"headerf", Does::Other},
    {"footer", Does::Other},
    {"footerl", Does::Other},
    {"footerr", Does::Other},
    {"footerf", Does::Other},
    {"objdata", Does::Other},
    {"colortbl", Does::Skip},
    {"stylesheet", Does::Skip},
    {"info", Does::Skip},
    {"filetbl", Does::Skip},
    {"nonshppict", Does::Skip},
    {"nonesttables", Does::Skip},
    {"shprslt", Does::Skip},
    {"sp", Does::Skip},
    {"xe", Does::Skip},
    {"tc", Does::Skip},
    {"rxe", Does::Skip},
    {"txe", Does::Skip},
    {"ftnsep", Does::Skip},
    {"ftnsepc", Does::Skip},
    {"aftnsep", Does::Skip},
    {"aftnsepc", Does::Skip},
    {"pntxta", Does::Skip},
    {"pntxtb", Does::Skip},
    {"par", Does::EndLine},
    {"sect", Does::EndLine},
    {"page", Does::EndLine},
    {"line", Does::BreakLine},
    {"cell", Does::Cell},
    {"row", Does::Row},
    {"nestcell", Does::NestedCell},
    {"nestrow", Does::NestedRow},
    {"tab", Does::Insert, "\t"},
    {"emspace", Does::Insert, " "},
    {"enspace", Does::Insert, " "},
    {"qmspace", Does::Insert, " "},
    {"emdash", Does::Insert, "—"},
    {"endash", Does::Insert, "–"},
    {"bullet", Does::Insert, "•"},
    {"lquote", Does::Insert, "‘"},
    {"rquote", Does::Insert, "’"},
    {"ldblquote", Does::Insert, "“"},
    {"rdblquote", Does::Insert, "”"},
    {"listtext", Does::Other},
    {"pntext", Does::Other},
    {"trowd", Does::Other},
    {"intbl", Does::Other},
    {"itap", Does::Other},
    {"pard", Does::Other},
    {"plain", Does::Other},
    {"v", Does::Other},
    {"deleted", Does::Other},
    {"u", Does::Other},
    {"uc", Does::Other},
    {"f", Does::Other},
    {"ansicpg", Does::Other},
    {"deff", Does::Other},
}};

}  // namespace

const RtfControl* rtf_control(std::string_view word) {
    static const auto kSorted = [] {
        auto sorted = kControls;
        std::sort(sorted.begin(), sorted.end(),
                  [](const RtfControl& a, const RtfControl& b) { return a.word < b.word; });
        return sorted;
    }();
    const auto* const found =
        std::lower_bound(kSorted.begin(), kSorted.end(), word,
                         [](const RtfControl& a, std::string_view b) { return a.word < b; });
    return found != kSorted.end() && found->word == word ? &*found : nullptr;
}

}  // namespace parsers::document
