#pragma once
/// A judgement as JSON: how the ledger keeps it between the judge step and settlement. Pure
/// functions.

#include <string>
#include <string_view>

#include "base/result.h"
#include "daemon/judge/judge.h"

namespace pipeline {

std::string encode_judgement(const judge::Judgement& judgement);
/// Corrupt when these are not bytes that encode_judgement wrote.
base::Result<judge::Judgement> decode_judgement(std::string_view bytes);

}  // namespace pipeline
