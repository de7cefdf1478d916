#pragma once
/// The two kinds of answers, for answer_step.cc alone.

#include <string>
#include <vector>

#include "daemon/pipeline/answer_step.h"

namespace pipeline {

/// A mail that answers `notice`, from whom it went to.
struct AnswerMail {
    const storage::Message& message;
    const parsers::Parsed& parsed;
    const judge::Judgement& judgement;
    const storage::Notice& notice;
    std::string address;             ///< of the sender, lower case
    std::vector<std::string> lines;  ///< the sender's own words
    bool is_ordinary = false;        ///< it brings papers, or was not read to its end
};

/// To a receipt. Settles an ordinary letter as it was judged, without a receipt.
base::Result<Answered> take_unit_answer(Desk& desk, const AnswerMail& mail);

/// To a digest: each line by itself. `words_why_not` not empty: nothing is applied, for this
/// reason. None: the mail goes its normal way besides.
base::Result<std::optional<Answered>> take_staff_answer(Desk& desk, const AnswerMail& mail,
                                                        const std::string& words_why_not);

}  // namespace pipeline
