#include "parse/event.hpp"

namespace smtptally {

const Event Event::kCleared;

}  // namespace smtptally
