#include "daemon/ctl/table.h"

#include <algorithm>

#include "daemon/duties/matrix.h"

namespace ctl {

std::string table(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], duties::display_width(row[i]));
    }
    std::string out;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            out += i + 1 < row.size() ? duties::padded(row[i], widths[i]) + "  " : row[i];
        out += '\n';
    }
    return out;
}

}  // namespace ctl
