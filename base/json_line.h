#pragma once
/// A JSON value as text on one line. What came from outside may be no UTF-8: such bytes become
/// U+FFFD, so that writing never throws. For any value of nlohmann's kind; base itself knows no
/// JSON library.

#include <string>

namespace base {

template <class Json>
std::string json_line(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace base
