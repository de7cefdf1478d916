#pragma once
/// The ledger's schema history: migrations/*.sql in order, built into the program.

#include <string>
#include <vector>

namespace storage {

struct Migration {
    std::string name;
    std::string sql;
};

std::vector<Migration> migrations();

}  // namespace storage
