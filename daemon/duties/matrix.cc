#include "daemon/duties/matrix.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"

namespace duties {
namespace {

// In the order of DutyState.
constexpr std::array<std::string_view, 9> kLabels{"免报", "已报",   "迟报",   "不全", "待核",
                                                  "逾期", "将到期", "未到期", "待报"};
static_assert(kLabels.size() == static_cast<std::size_t>(DutyState::Undated) + 1);

struct Range {
    char32_t first;
    char32_t last;
};

// East Asian Width W and F (Unicode 15, UAX #11), in coarse blocks.
constexpr std::array<Range, 12> kWide{{
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0x33FF},
    {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x20000, 0x3FFFD},
}};
constexpr std::array<Range, 4> kNoWidth{
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}}};

template <std::size_t count>
bool within(const std::array<Range, count>& ranges, char32_t value) {
    return std::ranges::any_of(
        ranges, [&](Range range) { return range.first <= value && value <= range.last; });
}

std::string state_text(const MatrixWords& words, DutyState state) {
    return words.state ? words.state(state) : std::string(label(state));
}

std::string cell_text(const MatrixWords& words, const Duty* duty) {
    return duty ? state_text(words, duty->state) : "－";
}

std::string unit_name(const config::Rulebook& rulebook, const std::string& id) {
    const config::Unit* unit = config::find_unit(rulebook, id);
    return unit ? unit->name : id;
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += "  ";
        line += i + 1 == cells.size() ? cells[i] : padded(cells[i], widths[i]);
    }
    return line + "\n";
}

/// "已报 10，逾期 2": how often each state stands in the table.
std::string totals(const Matrix& matrix, const MatrixWords& words) {
    std::map<DutyState, int> counts;
    for (const auto& row : matrix.rows)
        for (const Duty* duty : row.cells)
            if (duty) ++counts[duty->state];
    std::vector<std::string> parts;
    for (const auto& [state, count] : counts)
        parts.push_back(state_text(words, state) + " " + std::to_string(count));
    return parts.empty() ? words.nothing : base::join(parts, words.comma);
}

}  // namespace

std::string_view label(DutyState state) { return kLabels[static_cast<std::size_t>(state)]; }

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const base::CodePoint point = base::code_point_at(text, at);
        at += point.length;
        if (!within(kNoWidth, point.value)) width += within(kWide, point.value) ? 2U : 1U;
    }
    return width;
}

std::string padded(std::string_view text, std::size_t width) {
    const std::size_t own = display_width(text);
    return std::string(text) + std::string(own < width ? width - own : 0, ' ');
}

Matrix matrix_of(const config::Rulebook& rulebook, const std::vector<Duty>& duties,
                 std::string_view obligation, int year) {
    Matrix matrix;
    matrix.obligation = obligation;
    matrix.year = year;
    std::set<std::string> periods;
    std::map<std::string_view, std::map<std::string_view, const Duty*>> cells;  // unit, period
    for (const Duty& duty : duties) {
        if (duty.obligation != obligation || year_of(duty) != year) continue;
        periods.insert(duty.period);
        cells[duty.unit][duty.period] = &duty;
    }
    matrix.periods.assign(periods.begin(), periods.end());
    for (const config::Unit& unit : rulebook.units) {
        const auto found = cells.find(unit.id);
        if (found == cells.end()) continue;
        Matrix::Row row;
        row.unit = unit.id;
        for (const std::string& period : matrix.periods) {
            const auto cell = found->second.find(period);
            row.cells.push_back(cell == found->second.end() ? nullptr : cell->second);
        }
        matrix.rows.push_back(std::move(row));
    }
    return matrix;
}

std::string render(const config::Rulebook& rulebook, const Matrix& matrix,
                   const MatrixWords& words) {
    std::vector<std::vector<std::string>> lines;
    lines.push_back({words.unit});
    lines.back().insert(lines.back().end(), matrix.periods.begin(), matrix.periods.end());
    for (const auto& row : matrix.rows) {
        lines.push_back({unit_name(rulebook, row.unit)});
        for (const Duty* duty : row.cells) lines.back().push_back(cell_text(words, duty));
    }
    std::vector<std::size_t> widths(matrix.periods.size() + 1, 0);
    for (const auto& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], display_width(line[i]));
    const config::Obligation* entry = config::find_obligation(rulebook, matrix.obligation);
    std::string text = (entry ? entry->title : matrix.obligation) + " " +
                       base::replaced(words.year, "{}", std::to_string(matrix.year)) + "\n";
    for (const auto& line : lines) text += line_of(line, widths);
    return text + totals(matrix, words) + "\n";
}

}  // namespace duties
