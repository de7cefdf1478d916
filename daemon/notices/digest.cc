// The digest: what staff read every working day, also when nothing happened, and answer.
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "daemon/notices/completion.h"
#include "daemon/notices/digest_sheets.h"
#include "daemon/notices/digest_values.h"
#include "daemon/notices/notices.h"

namespace notices {
namespace {

/// A workbook that cannot be made must not keep the digest back: it goes without.
std::vector<MimeMessage::Attachment> attachments_of(const config::Rulebook& rulebook,
                                                    const DigestContent& content, base::Instant now,
                                                    std::vector<std::string>& warnings) {
    auto bytes = workbook(digest_sheets(rulebook, content), now);
    if (!bytes) {
        warnings.push_back("no workbook: " + base::describe(bytes.error()));
        return {};
    }
    return {{digest_workbook_name(content),
             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             std::move(*bytes)}};
}

}  // namespace

base::Result<Rendered> render_digest(const config::Rulebook& rulebook, const DigestContent& content,
                                     base::Instant now) {
    Rendered rendered;
    rendered.attachments = attachments_of(rulebook, content, now, rendered.warnings);
    const std::string name =
        rendered.attachments.empty() ? std::string() : rendered.attachments.front().name;
    TRY_ASSIGN(
        const Body body,
        render_body(rulebook, "digest", digest_values(rulebook, content, name), rendered.warnings));
    MimeMessage message = from_office(rulebook);
    for (const std::string& address : content.to) {
        MimeMessage::To to;
        to.address = address;
        message.to.push_back(std::move(to));
    }
    message.subject = digest_subject(content);
    message.date = now;
    message.auto_submitted = "auto-generated";
    message.attachments = rendered.attachments;
    TRY(complete(message, body, rendered));
    return rendered;
}

}  // namespace notices
