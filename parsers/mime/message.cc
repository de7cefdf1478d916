#include "parsers/mime/message.h"

#include <optional>

#include "base/text.h"
#include "parsers/mime/addresses.h"
#include "parsers/mime/header_block.h"
#include "parsers/mime/mimetic_adapter.h"
#include "parsers/mime/parameters.h"
#include "parsers/mime/preflight.h"
#include "parsers/mime/transfer.h"
#include "parsers/problem_codes.h"
#include "parsers/text/charset.h"
#include "parsers/text/encoded_words.h"

namespace parsers::mime {
namespace {

/// What the multiparts above a leaf say about it.
struct Surroundings {
    std::string section;
    bool in_alternative = false;
    bool in_related = false;
    std::uint32_t alternative = 0;
};

/// mimetic read the copy as the scan meant it: same tree, same bytes in every leaf.
bool agree(const Outline& outline, const Entity& entity) {
    if (entity.fields.size() != outline.fields.size()) return false;
    if (entity.parts.size() != outline.parts.size()) return false;
    if (outline.shape != Shape::Multipart && entity.body != outline.body) return false;
    for (std::size_t i = 0; i < outline.parts.size(); ++i)
        if (!agree(outline.parts[i], entity.parts[i])) return false;
    return true;
}

std::string without_brackets(std::string_view id) {
    id = base::trimmed(id);
    if (id.starts_with('<')) id.remove_prefix(1);
    if (const std::size_t end = id.find('>'); end != std::string_view::npos) id = id.substr(0, end);
    return base::repaired_utf8(base::trimmed(id));
}

std::string declared_type(const Outline& outline, const Parameterized& type) {
    if (outline.shape == Shape::Unsplit) return "text/plain";
    const std::size_t slash = type.value.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == type.value.size())
        return type.value == "text" ? "text/plain" : std::string(outline.default_type);
    return base::repaired_utf8(type.value);
}

std::string leaf_name(const Parameterized& disposition, const Parameterized& type) {
    std::string name = parameter(disposition, "filename");
    if (name.empty()) name = parameter(type, "name");
    if (name.empty()) name = parameter(disposition, "name");
    return name;
}

class Reader {
 public:
    explicit Reader(Message& message) : message_(message) {}

    void walk(const Outline& outline, Entity* entity, const Surroundings& around) {
        if (outline.shape != Shape::Multipart) return add_leaf(outline, entity, around);
        Surroundings inside = around;
        inside.in_alternative = outline.alternative;
        if (outline.alternative) inside.alternative = ++alternatives_;
        inside.in_related = around.in_related || outline.related;
        for (std::size_t i = 0; i < outline.parts.size(); ++i) {
            inside.section = around.section.empty() ? std::string() : around.section + '.';
            inside.section += std::to_string(i + 1);
            walk(outline.parts[i], entity ? &entity->parts[i] : nullptr, inside);
        }
    }

 private:
    void add_leaf(const Outline& outline, Entity* entity, const Surroundings& around) {
        const std::vector<Header>& fields = entity ? entity->fields : outline.fields;
        const Parameterized type = parse_parameters(field(fields, "content-type"));
        const Parameterized disposition = parse_parameters(field(fields, "content-disposition"));
        Leaf leaf;
        leaf.section = around.section.empty() ? "1" : around.section;
        leaf.name = leaf_name(disposition, type);
        leaf.type = declared_type(outline, type);
        leaf.charset = parameter(type, "charset");
        leaf.content_id = without_brackets(field(fields, "content-id"));
        leaf.disposition = known_disposition(disposition.value);
        leaf.in_alternative = around.in_alternative;
        leaf.in_related = around.in_related;
        leaf.alternative = around.alternative;
        const std::string_view body = entity ? std::string_view(entity->body) : outline.body;
        const std::string_view mechanism = field(fields, "content-transfer-encoding");
        // A letter's own text around a file in uuencode is not to be lost: the walk takes it out.
        const bool letter =
            leaf.type == "text/plain" && leaf.name.empty() && is_uuencode(mechanism);
        Unpacked unpacked = undo_transfer(body, letter ? std::string_view("8bit") : mechanism);
        if (leaf.name.empty()) leaf.name = text::decode(unpacked.name, leaf.charset).text;
        leaf.bytes = std::move(unpacked.bytes);
        leaf.repaired = unpacked.repaired;
        leaf.damaged = unpacked.damaged;
        if (entity) entity->body = {};
        const bool announced = !leaf.name.empty() || leaf.disposition == "attachment";
        if (!leaf.bytes.empty() || announced) message_.leaves.push_back(std::move(leaf));
    }

    /// RFC 2183 §2.8: an unknown disposition is an attachment.
    static std::string known_disposition(const std::string& value) {
        if (value.empty() || value == "inline") return value;
        return "attachment";
    }

    Message& message_;
    std::uint32_t alternatives_ = 0;
};

void read_headers(const std::vector<Header>& fields, Parsed& parsed) {
    for (const Header& each : fields)
        parsed.headers.push_back({each.name, text::decode_header(each.value)});
    parsed.subject = header(parsed, "subject").value_or("");
    parsed.message_id = base::trimmed(header(parsed, "message-id").value_or(""));
    parsed.date_header = header(parsed, "date").value_or("");
    parsed.from = parse_mailboxes(field(fields, "from"));
    parsed.reply_to = parse_mailboxes(field(fields, "reply-to"));
}

bool is_partial(const Outline& outline) {
    return base::lowered(field(outline.fields, "content-type")).starts_with("message/partial");
}

}  // namespace

Message read_message(std::string_view raw, const Limits& limits) {
    Message message;
    Preflight preflight = inspect(raw, limits);
    std::optional<Entity> entity;
    {
        const std::string copy = repaired_copy(raw, preflight.outline);
        if (!copy.empty()) entity = parse_with_mimetic(copy);
    }
    message.parsed.problems = std::move(preflight.problems);
    if (entity && !agree(preflight.outline, *entity)) entity.reset();
    if (!entity)
        message.parsed.problems.push_back(
            {code::kMimeMismatch,
             Severity::Degraded,
             {},
             "the MIME library read other parts than the scan found"});
    read_headers(entity ? entity->fields : preflight.outline.fields, message.parsed);
    if (is_partial(preflight.outline))
        message.parsed.problems.push_back({code::kMessagePartial,
                                           Severity::Lost,
                                           {},
                                           "the mail is one piece of a split message"});
    Reader(message).walk(preflight.outline, entity ? &*entity : nullptr, Surroundings());
    return message;
}

}  // namespace parsers::mime
