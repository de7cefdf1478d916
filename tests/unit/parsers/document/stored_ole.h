#pragma once
/// An OLE2 file ([MS-CFB]) built in memory: streams by path ("a/b" stands in the storage a). No
/// small sectors: the header says that no stream is small enough for them.

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/parsers/document/stored_zip.h"

namespace samples {

/// UTF-16LE of text within the basic plane.
inline std::string wide(std::u16string_view text) {
    std::string out;
    for (const char16_t unit : text) out += little(unit, 2);
    return out;
}

class OleFile {
 public:
    explicit OleFile(const std::vector<std::pair<std::string, std::string>>& streams) {
        entries_.push_back({"Root Entry", 5, {}, {}});
        for (const auto& [path, bytes] : streams) add(path, bytes);
    }

    [[nodiscard]] std::string bytes() const {
        std::vector<std::uint32_t> fat;
        std::string body;
        const auto store = [&](std::string data) {
            if (data.empty()) return kEnd;
            data.resize((data.size() + 511) / 512 * 512, '\0');
            const auto first = static_cast<std::uint32_t>(fat.size());
            for (std::size_t i = 0; i < data.size() / 512; ++i)
                fat.push_back(static_cast<std::uint32_t>(fat.size()) + 1);
            fat.back() = kEnd;
            body += data;
            return first;
        };
        std::vector<std::uint32_t> starts;
        for (const Entry& entry : entries_) starts.push_back(store(entry.bytes));
        const std::uint32_t directory = store(directory_bytes(starts));
        // The FAT describes itself too.
        std::size_t tables = 1;
        while ((fat.size() + tables + 127) / 128 > tables) ++tables;
        const std::size_t fat_start = fat.size();
        for (std::size_t i = 0; i < tables; ++i) fat.push_back(0xFFFFFFFD);
        fat.resize(tables * 128, 0xFFFFFFFF);
        for (const std::uint32_t next : fat) body += little(next, 4);
        std::string head("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
        head += std::string(16, '\0') + little(0x3E, 2) + little(3, 2) + little(0xFFFE, 2) +
                little(9, 2) + little(6, 2) + std::string(10, '\0') + little(tables, 4) +
                little(directory, 4) + little(0, 4) + little(0, 4) + little(kEnd, 4) +
                little(0, 4) + little(kEnd, 4) + little(0, 4);
        for (std::size_t i = 0; i < 109; ++i)
            head += little(i < tables ? fat_start + i : 0xFFFFFFFF, 4);
        return head + body;
    }

 private:
    static constexpr std::uint32_t kEnd = 0xFFFFFFFE;
    struct Entry {
        std::string name;
        int type = 2;
        std::string bytes;
        std::vector<std::size_t> children;
    };

    void add(const std::string& path, const std::string& bytes) {
        std::size_t parent = 0;
        std::size_t from = 0;
        for (std::size_t at = path.find('/'); at != std::string::npos; at = path.find('/', from)) {
            parent = child(parent, path.substr(from, at - from), 1);
            from = at + 1;
        }
        const std::size_t index = child(parent, path.substr(from), 2);
        entries_[index].bytes = bytes;
    }

    std::size_t child(std::size_t parent, const std::string& name, int type) {
        for (const std::size_t index : entries_[parent].children)
            if (entries_[index].name == name) return index;
        entries_.push_back({name, type, {}, {}});
        entries_[parent].children.push_back(entries_.size() - 1);
        return entries_.size() - 1;
    }

    [[nodiscard]] std::string directory_bytes(const std::vector<std::uint32_t>& starts) const {
        // Siblings hang on each other's right side: a tree that is a list.
        std::map<std::size_t, std::size_t> right;
        for (const Entry& entry : entries_)
            for (std::size_t i = 0; i + 1 < entry.children.size(); ++i)
                right[entry.children[i]] = entry.children[i + 1];
        std::string out;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const Entry& entry = entries_[i];
            std::string name;
            for (const char c : entry.name) name += little(static_cast<unsigned char>(c), 2);
            const std::size_t length = name.size() + 2;
            name.resize(64, '\0');
            const auto found = right.find(i);
            out += name + little(length, 2) + little(static_cast<std::uint64_t>(entry.type), 1) +
                   little(1, 1) + little(0xFFFFFFFF, 4) +
                   little(found == right.end() ? 0xFFFFFFFF : found->second, 4) +
                   little(entry.children.empty() ? 0xFFFFFFFF : entry.children.front(), 4) +
                   std::string(36, '\0') + little(starts[i], 4) + little(entry.bytes.size(), 8);
        }
        return out;
    }

    std::vector<Entry> entries_;
};

inline std::string ole(const std::vector<std::pair<std::string, std::string>>& streams) {
    return OleFile(streams).bytes();
}

}  // namespace samples
