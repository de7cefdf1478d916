#include <cstddef>
#include <cstdint>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"
#include "tests/unit/parsers/document/stored_zip.h"

namespace document = parsers::document;

namespace {

constexpr char kBook[] = "<workbook><sheets><sheet name=\"s\" r:id=\"s\"/></sheets></workbook>";
constexpr char kRelations[] =
    "<Relationships><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"s.xml\"/>"
    "<Relationship Id=\"t\" Type=\"x/styles\" Target=\"s.xml\"/>"
    "<Relationship Id=\"u\" Type=\"x/sharedStrings\" Target=\"s.xml\"/></Relationships>";

/// The bytes as they are where they are a zip, else as the main XML part of one.
std::string office_file(std::string_view bytes) {
    if (bytes.substr(0, 2) == "PK") return std::string(bytes);
    const std::string xml(bytes);
    return samples::zip({{"xl/workbook.xml", kBook},
                         {"xl/_rels/workbook.xml.rels", kRelations},
                         {"xl/s.xml", xml}});
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
    const document::Reading reading = document::read(document::type::kXlsx, input);
    if (!base::is_utf8(reading.text)) __builtin_trap();
    return 0;
}
