#pragma once

namespace smtptally {

/// Marks a text in a table for the catalogues; text/translate.hpp translates it where it is
/// printed.
[[nodiscard]] constexpr const char* to_tr(const char* english) noexcept { return english; }

/// The same of a text that `context` tells from another one: translated by trc().
[[nodiscard]] constexpr const char* to_trc(const char* context, const char* english) noexcept {
  (void)context;
  return english;
}

}  // namespace smtptally
