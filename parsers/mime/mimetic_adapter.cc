#include "parsers/mime/mimetic_adapter.h"

#include <mimetic/mimetic.h>

#include <exception>
#include <new>

namespace parsers::mime {
namespace {

/// Takes the entity apart; the copy's nesting is capped, so recursion is.
Entity taken(mimetic::MimeEntity& from) {
    Entity entity;
    const mimetic::Header& header = from.header();
    for (auto each = header.begin(); each != header.end(); ++each) {
        if (each == header.begin()) continue;
        entity.fields.push_back(
            {std::string(each->name().data(), each->name().size()), each->value()});
    }
    entity.body.swap(from.body());
    for (mimetic::MimeEntity* part : from.body().parts()) entity.parts.push_back(taken(*part));
    return entity;
}

}  // namespace

std::optional<Entity> parse_with_mimetic(const std::string& copy) {
    try {
        mimetic::MimeEntity entity;
        const char* begin = copy.data();
        entity.load(begin, begin + copy.size());
        return taken(entity);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        return {};
    }
}

}  // namespace parsers::mime
