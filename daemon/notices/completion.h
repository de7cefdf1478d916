#pragma once
/// How every notice begins and ends, whatever it says: from the office, with a fresh Message-ID,
/// its two texts, and its bytes.

#include "base/result.h"
#include "config/rulebook.h"
#include "daemon/notices/mime_message.h"
#include "daemon/notices/notices.h"
#include "daemon/notices/templates.h"

namespace notices {

inline MimeMessage from_office(const config::Rulebook& rulebook) {
    MimeMessage message;
    message.from_name = rulebook.settings.smtp.from_name;
    message.from_address = rulebook.settings.smtp.from_address;
    message.message_id = random_message_id(message.from_address);
    return message;
}

/// Fills `rendered` but for its warnings, which the templates gave.
inline base::Result<> complete(MimeMessage& message, const Body& body, Rendered& rendered) {
    message.text = body.text;
    message.html = body.html;
    TRY_ASSIGN(rendered.message, build(message));
    rendered.subject = message.subject;
    rendered.message_id = message.message_id;
    rendered.text = body.text;
    rendered.html = body.html;
    return {};
}

}  // namespace notices
