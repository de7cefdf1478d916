#include "daemon/pipeline/spooled_objects.h"

#include <utility>

namespace pipeline {
namespace {

constexpr std::size_t kOpenObjects = 256;

}  // namespace

base::Result<> ObjectBatch::add(storage::Incoming object) {
    files_.push_back(std::move(object));
    return files_.size() >= kOpenObjects ? commit() : base::Result<>();
}

base::Result<> ObjectBatch::commit() {
    TRY(spool_.commit_objects(files_));
    files_.clear();
    return {};
}

base::Result<> SpooledObjects::begin(std::size_t index, const parsers::Document& /*document*/) {
    TRY_ASSIGN(auto incoming, spool_.begin_object());
    index_ = index;
    current_ = std::make_unique<storage::Incoming>(std::move(incoming));
    return {};
}

base::Result<> SpooledObjects::finish() {
    TRY(current_->finish());
    hashes_[index_] = current_->sha256();
    auto object = std::move(*current_);
    current_.reset();
    return batch_.add(std::move(object));
}

void SpooledObjects::restart() {
    current_.reset();
    hashes_.clear();
}

std::string SpooledObjects::hash_of(std::size_t index) const {
    const auto found = hashes_.find(index);
    return found == hashes_.end() ? std::string() : found->second;
}

}  // namespace pipeline
