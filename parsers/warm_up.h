#pragma once
/// What a fork server does once so that no child has to: libraries primed (document::warm_up), and
/// every pattern of fields/ compiled and used, by reading sample mails of each kind of text. Called
/// before the confinement.

namespace parsers {

void warm_up();

}  // namespace parsers
