#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"
#include "tests/unit/parsers/document/stored_zip.h"

namespace document = parsers::document;

namespace {

/// The bytes as they are where they are a zip, else as the page and the signatures of one.
std::string office_file(std::string_view bytes) {
    if (bytes.substr(0, 2) == "PK") return std::string(bytes);
    const std::string xml(bytes);
    return samples::zip({{"OFD.xml",
                          "<o><DocBody><DocRoot>D.xml</DocRoot><Signatures>S.xml"
                          "</Signatures></DocBody></o>"},
                         {"D.xml", "<o><Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages></o>"},
                         {"P.xml", xml},
                         {"S.xml", xml}});
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*values*/) {
    document::warm_up();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string file = office_file({reinterpret_cast<const char*>(data), size});
    document::Input input;
    input.bytes = file;
    const document::Reading reading = document::read(document::type::kOfd, input);
    if (!base::is_utf8(reading.text)) __builtin_trap();
    return 0;
}
