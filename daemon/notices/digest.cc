// The digest: what staff read every working day, also when nothing happened.
#include <nlohmann/json.hpp>

#include "daemon/notices/digest_values.h"
#include "daemon/notices/mime_message.h"
#include "daemon/notices/notices.h"
#include "daemon/notices/templates.h"

namespace notices {

base::Result<Rendered> render_digest(const config::Rulebook& rulebook, const DigestContent& content,
                                     base::Instant now) {
    Rendered rendered;
    TRY_ASSIGN(const Body body, render_body(rulebook, "digest", digest_values(rulebook, content),
                                            rendered.warnings));
    MimeMessage message;
    message.from_name = rulebook.settings.smtp.from_name;
    message.from_address = rulebook.settings.smtp.from_address;
    for (const std::string& address : content.to) {
        MimeMessage::To to;
        to.address = address;
        message.to.push_back(std::move(to));
    }
    message.subject = digest_subject(content);
    message.message_id = random_message_id(message.from_address);
    message.date = now;
    message.auto_submitted = "auto-generated";
    message.text = body.text;
    message.html = body.html;
    TRY_ASSIGN(rendered.message, build(message));
    rendered.subject = message.subject;
    rendered.message_id = message.message_id;
    rendered.text = body.text;
    rendered.html = body.html;
    return rendered;
}

}  // namespace notices
