#include "parsers/document/ole_adapter.h"

#include <gsf/gsf.h>

#include <algorithm>
#include <array>

#include "parsers/document/binary_text.h"
#include "parsers/document/sniff_inside.h"

namespace parsers::document {
namespace {

constexpr std::size_t kBlock = 32U << 10;
constexpr std::size_t kSmallBlock = 512;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using Object = std::unique_ptr<void, Unref>;

void drop_message(const gchar* /*domain*/, GLogLevelFlags /*level*/, const gchar* /*message*/,
                  gpointer /*data*/) {}

void silence() {
    static const bool once = [] {
        g_log_set_default_handler(drop_message, nullptr);
        return true;
    }();
    static_cast<void>(once);
}

GsfInfile* folder(void* handle) { return GSF_INFILE(handle); }

/// The stream from its start, block by block: what stands before a break in its chain is kept.
std::string read_blocks(GsfInput* input, std::uint64_t size) {
    std::string bytes;
    std::array<guint8, kBlock> block{};
    std::size_t step = kBlock;
    while (bytes.size() < size) {
        const std::size_t wanted = std::min<std::uint64_t>(step, size - bytes.size());
        if (gsf_input_read(input, wanted, block.data())) {
            bytes.append(reinterpret_cast<const char*>(block.data()), wanted);
        } else if (step > kSmallBlock) {
            step = kSmallBlock;
        } else {
            break;
        }
    }
    return bytes;
}

}  // namespace

void OleStorage::Release::operator()(void* object) const { g_object_unref(object); }

OleStorage::OleStorage(std::string_view bytes) {
    if (!ole_directory_fits(bytes)) return;
    silence();
    const Object input(gsf_input_memory_new(reinterpret_cast<const guint8*>(bytes.data()),
                                            static_cast<gsf_off_t>(bytes.size()), FALSE));
    if (!input) return;
    open(gsf_infile_msole_new(GSF_INPUT(input.get()), nullptr));
}

void OleStorage::open(void* handle) {
    handle_.reset(handle);
    if (!handle) return;
    const int count = gsf_infile_num_children(folder(handle));
    for (int i = 0; i < count; ++i)
        if (const char* name = gsf_infile_name_by_index(folder(handle), i))
            names_.emplace_back(name);
}

OleStorage::Stream OleStorage::stream(const std::string& name, std::uint64_t limit) const {
    Stream stream;
    if (!handle_) return stream;
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) return stream;
    stream.found = true;
    const Object child(gsf_infile_child_by_name(folder(handle_.get()), name.c_str()));
    if (!child) {
        stream.whole = false;
        return stream;
    }
    const auto size =
        static_cast<std::uint64_t>(std::max<gsf_off_t>(gsf_input_size(GSF_INPUT(child.get())), 0));
    stream.bytes = read_blocks(GSF_INPUT(child.get()), std::min(size, limit));
    stream.whole = stream.bytes.size() == size;
    return stream;
}

OleStorage OleStorage::storage(const std::string& name) const {
    if (!handle_) return OleStorage(nullptr);
    Object child(gsf_infile_child_by_name(folder(handle_.get()), name.c_str()));
    if (!child || !GSF_IS_INFILE(child.get()) || gsf_infile_num_children(folder(child.get())) < 0)
        return OleStorage(nullptr);
    return OleStorage(child.release());
}

void warm_up_ole() {
    silence();
    static_cast<void>(gsf_infile_msole_get_type());
    static_cast<void>(gsf_input_memory_get_type());
    static_cast<void>(g_get_charset(nullptr));
}

}  // namespace parsers::document
