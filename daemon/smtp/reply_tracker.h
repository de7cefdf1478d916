#pragma once
/// Follows one SMTP dialogue by the command verbs sent and the reply lines received, because
/// libcurl tells neither which recipient was refused nor whether the answer to the final dot came
/// (mail.md §4). Pure; one object a delivery; no secret ever enters it (only the verb of a command
/// is looked at, and AUTH exchanges are not kept).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace smtp {

enum class Stage {
    Greeting,
    Hello,
    StartTls,
    Login,
    Sender,
    Recipient,
    Data,  ///< DATA said, 354 not seen
    Body,  ///< 354 seen: the message is on its way
    Done,  ///< the answer to the final dot came
    Quit,
};

struct Reply {
    Stage stage = Stage::Greeting;  ///< the stage in which it came
    int code = 0;
    std::string text;  ///< all lines of it, joined by a blank, safe for a log line
};

class ReplyTracker {
 public:
    /// A command line as sent ("RCPT TO:<a@b.example>"); anything that is no known verb (a SASL
    /// answer) is passed over.
    void command(std::string_view line);
    /// One line of the server; the reply is complete with the line "ddd text".
    void reply_line(std::string_view line);
    /// The whole message was handed to the transport; from here on only the server knows whether it
    /// has it.
    void body_given() { body_given_ = true; }

    [[nodiscard]] Stage stage() const { return stage_; }
    [[nodiscard]] bool is_body_given() const { return body_given_; }
    /// The last complete reply, the one to QUIT left out; code 0 when none came.
    [[nodiscard]] const Reply& last() const { return last_; }
    /// The replies to RCPT, in the order of the commands. Fewer than recipients when the dialogue
    /// ended before.
    [[nodiscard]] const std::vector<Reply>& recipients() const { return recipients_; }
    /// The answer to the final dot; code 0 when none came.
    [[nodiscard]] const Reply& final_answer() const { return final_answer_; }

 private:
    void complete(int code);

    Stage stage_ = Stage::Greeting;
    bool body_given_ = false;
    bool leaving_ = false;
    std::string lines_;
    Reply last_;
    Reply final_answer_;
    std::vector<Reply> recipients_;
};

}  // namespace smtp
