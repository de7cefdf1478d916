#pragma once
/// What a person may name in an act, checked with the cure in the answer: for the files of
/// human_acts.h. Pure.

#include <string>
#include <string_view>

#include "base/result.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

base::Failure bad(std::string text, std::string hint = {});

/// Unit and obligation are of the rulebook; else the nearest ids are named.
base::Result<> check_unit(const Desk& desk, std::string_view unit);
base::Result<> check_names(const Desk& desk, std::string_view unit, std::string_view obligation);

/// A period that a person gave has the form the obligation names its periods in; empty passes.
base::Result<> check_period(const Desk& desk, std::string_view obligation, std::string_view period);

}  // namespace pipeline
