#include "storage/step.h"

namespace storage {

base::Result<> append_step(base::Env& env, int fd, std::string_view bytes, std::string_view what) {
    const std::uint64_t number = base::steps::begin(base::StepKind::Journal, what);
    if (base::steps::torn(number)) {
        (void)env.write_all(fd, bytes.substr(0, bytes.size() / 2), what);
        base::steps::die();
    }
    TRY(env.write_all(fd, bytes, what));
    TRY(env.sync_data(fd, what));
    base::steps::end(number);
    return {};
}

}  // namespace storage
