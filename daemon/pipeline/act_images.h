#pragma once
/// What an act changes, as images: the thing as it stood before and after, each one JSON object,
/// empty where there was none. With them an act can be undone exactly, and it can be told whether
/// something was built on it since. Belongs to the caller's thread and transaction.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

/// A thing that acts change.
struct Subject {
    std::string what;  ///< message, filing, exemption, address, pause
    std::string key;   ///< M1, F2, "unit obligation period", an address, a unit
    auto operator<=>(const Subject&) const = default;
};

Subject subject(base::MessageId message);
Subject subject(base::FilingId filing);
Subject exemption_subject(std::string_view unit, std::string_view obligation,
                          std::string_view period);

base::Result<std::string> image_of(storage::Ledger& ledger, const Subject& subject);

/// Makes the things stand as the images say; what goes, goes first.
base::Result<> restore(storage::Ledger& ledger, const std::vector<storage::ActChange>& images);

/// Watches things while an act changes them: begin before, record after, in one transaction.
class ActScope {
 public:
    explicit ActScope(Desk& desk) : desk_(desk) {}
    /// Notes how a thing stands now; a second time is nothing.
    base::Result<> watch(const Subject& subject);
    /// A thing that the act makes; `before` is what an undo leaves of it.
    void made(const Subject& subject, std::string before = {});
    /// The act's journal entry with what changed.
    base::Result<base::JournalNumber> record(std::string_view kind, std::string_view json);

 private:
    Desk& desk_;
    std::vector<storage::ActChange> changes_;
};

/// The image of a message that belongs to no filing any more because its act was undone.
std::string undone_message_image();

}  // namespace pipeline
