// The digest: what staff read every working day, also when nothing happened.
#include <nlohmann/json.hpp>

#include "daemon/notices/completion.h"
#include "daemon/notices/digest_values.h"
#include "daemon/notices/notices.h"

namespace notices {

base::Result<Rendered> render_digest(const config::Rulebook& rulebook, const DigestContent& content,
                                     base::Instant now) {
    Rendered rendered;
    TRY_ASSIGN(const Body body, render_body(rulebook, "digest", digest_values(rulebook, content),
                                            rendered.warnings));
    MimeMessage message = from_office(rulebook);
    for (const std::string& address : content.to) {
        MimeMessage::To to;
        to.address = address;
        message.to.push_back(std::move(to));
    }
    message.subject = digest_subject(content);
    message.date = now;
    message.auto_submitted = "auto-generated";
    TRY(complete(message, body, rendered));
    return rendered;
}

}  // namespace notices
