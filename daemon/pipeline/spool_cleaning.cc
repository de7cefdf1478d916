#include <set>

#include "daemon/pipeline/settle_step.h"

namespace pipeline {
namespace {

base::Result<std::vector<std::string>> names_beside(base::Env& env, const std::string& path) {
    return env.list(path.substr(0, path.find_last_of('/')));
}

/// Hashes of documents that messages on their way will still want to archive.
base::Result<std::set<std::string>> wanted_objects(Desk& desk) {
    std::set<std::string> wanted;
    for (const auto state : {storage::State::Parsed, storage::State::Judged}) {
        storage::MessageFilter filter;
        filter.state = state;
        TRY_ASSIGN(const auto messages, desk.ledger.messages(filter));
        for (const auto& message : messages) {
            TRY_ASSIGN(const auto documents, desk.ledger.documents(message.id));
            for (const auto& d : documents) wanted.insert(d.sha256);
        }
    }
    return wanted;
}

}  // namespace

base::Result<> clean_spool(Desk& desk) {
    TRY_ASSIGN(const auto messages, names_beside(desk.env, desk.spool.message_path("x")));
    for (const auto& name : messages) {
        TRY_ASSIGN(const auto message, desk.ledger.message_by_hash(name));
        // Never recorded: the server still lists it, and it is fetched again.
        if (!message || message->state == storage::State::Settled)
            TRY(desk.spool.remove_message(name));
    }
    TRY_ASSIGN(const auto wanted, wanted_objects(desk));
    TRY_ASSIGN(const auto objects, names_beside(desk.env, desk.spool.object_path("x")));
    for (const auto& name : objects)
        if (!wanted.contains(name)) TRY(desk.spool.remove_object(name));
    return {};
}

}  // namespace pipeline
