#include "daemon/service/exit_code.h"

namespace service {

int exit_code_of(const base::Error& error) {
    switch (error.kind) {
        case base::Kind::Auth:
            return kLoginRefused;
        case base::Kind::Transient:
        case base::Kind::Rejected:
            return error.scope == base::Scope::Process ? kInputOutput : kUnavailable;
        case base::Kind::BadInput:
            return kConfiguration;
        case base::Kind::Denied:  // a server that can't be trusted isn't reached
            return error.scope == base::Scope::Mailbox ? kUnavailable : kInputOutput;
        case base::Kind::NoSpace:
        case base::Kind::Corrupt:
        case base::Kind::Conflict:
            return kInputOutput;
        case base::Kind::Internal:
            return kBug;
    }
    return kBug;
}

}  // namespace service
