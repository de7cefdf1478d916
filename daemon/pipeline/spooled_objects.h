#pragma once
/// Documents on their way from a parser's child into the spool, as objects named by their hash. One
/// thread; errors are the spool's.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "daemon/pipeline/parser_process.h"
#include "storage/spool.h"

namespace pipeline {

/// Documents of a whole batch, made durable together, but never so many that descriptors run out.
class ObjectBatch {
 public:
    explicit ObjectBatch(storage::Spool& spool) : spool_(spool) {}
    base::Result<> add(storage::Incoming object);
    base::Result<> commit();

 private:
    storage::Spool& spool_;
    std::vector<storage::Incoming> files_;
};

/// The documents of one message.
class SpooledObjects final : public ParserProcess::Objects {
 public:
    SpooledObjects(storage::Spool& spool, ObjectBatch& batch) : spool_(spool), batch_(batch) {}

    base::Result<> begin(std::size_t index, const parsers::Document& document) override;
    base::Result<> write(std::string_view bytes) override { return current_->write(bytes); }
    base::Result<> finish() override;
    /// Objects of the first try stay in the spool until it is cleaned.
    void restart() override;

    /// Empty for a document whose bytes did not come.
    [[nodiscard]] std::string hash_of(std::size_t index) const;

 private:
    storage::Spool& spool_;
    ObjectBatch& batch_;
    std::size_t index_ = 0;
    std::unique_ptr<storage::Incoming> current_;
    std::map<std::size_t, std::string> hashes_;
};

}  // namespace pipeline
