#include "io/error_text.hpp"

#include <array>
#include <cstring>

#include "text/translate.hpp"

namespace smtptally {
namespace {

/// Those that a user meets; the others stay English.
[[maybe_unused]] constexpr std::array<const char*, 12> kTranslated{
    to_tr("No such file or directory"), to_tr("Permission denied"),
    to_tr("Operation not permitted"),   to_tr("Is a directory"),
    to_tr("Not a directory"),           to_tr("No space left on device"),
    to_tr("Disk quota exceeded"),       to_tr("File too large"),
    to_tr("Read-only file system"),     to_tr("Input/output error"),
    to_tr("Too many open files"),       to_tr("Cannot allocate memory"),
};

}  // namespace

Said error_text(int error) {
  const char* const text = strerrordesc_np(error);
  if (text == nullptr) return said("Unknown error {}", error);
  return {text, tr(text)};
}

}  // namespace smtptally
