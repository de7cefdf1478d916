#pragma once
/// Result<T>: a value or an Error. The one name behind which the project meets tl::expected; only
/// the subset that std::expected has is used, so the class can be exchanged for it.

#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

#include "base/error.h"

namespace base {

template <class T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
    using tl::expected<T, Error>::expected;
};

using Failure = tl::unexpected<Error>;

inline Failure fail(Error error) { return Failure(std::move(error)); }
inline Failure fail(Kind kind, Scope scope, std::string text, std::string hint = {},
                    std::string cause = {}) {
    return Failure(Error{kind, scope, std::move(text), std::move(hint), std::move(cause)});
}

/// The error of a failed result, ready to be returned from a function of another value type.
template <class T>
Failure failure_of(Result<T>& result) {
    return Failure(std::move(result.error()));
}

}  // namespace base

// `declaration` is no expression and `result` a fresh name: neither can stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define TRY_JOIN_(a, b) a##b
#define TRY_NAME_(number) TRY_JOIN_(try_result_, number)
#define TRY_IN_(result, expression)                                                 \
    do {                                                                            \
        if (auto result = (expression); !result) return ::base::failure_of(result); \
    } while (false)
#define TRY_ASSIGN_IN_(result, declaration, expression) \
    auto result = (expression);                         \
    if (!result) return ::base::failure_of(result);     \
    declaration = std::move(*result)
// NOLINTEND(bugprone-macro-parentheses)

/// Returns the error of `expression` from the enclosing function, if it has one. (The counter keeps
/// the names of nested uses apart.)
#define TRY(expression) TRY_IN_(TRY_NAME_(__COUNTER__), expression)
/// TRY_ASSIGN(auto x, f()): declares x from the value of f() or returns f()'s error.
#define TRY_ASSIGN(declaration, expression) \
    TRY_ASSIGN_IN_(TRY_NAME_(__COUNTER__), declaration, expression)
