#pragma once

#include <string>
#include <utility>
#include <variant>

#include "smtptally/said.hpp"

namespace smtptally {

/// The reason why an operation failed.
struct Error {
  // NOLINTNEXTLINE(google-explicit-constructor)
  Error(std::string text) : message(std::move(text)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Error(const char* text) : message(text) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Error(Said said) : message(std::move(said.english)), translated(std::move(said.translated)) {}

  /// For a note that programs may read, too.
  [[nodiscard]] Said said() const { return {message, translated}; }
  /// In the language of the reader.
  [[nodiscard]] std::string text() const { return said().text(); }

  bool operator==(const Error&) const = default;

  std::string message;     ///< One sentence for the user: action, place, cause. No newline.
  std::string translated;  ///< Where the message is English whatever the language is.
};

/// Either a value of type T or an Error.
///
/// The member names are those of std::expected<T, Error>, so that this class can become an alias in
/// C++23. For cold paths (opening files, reading options); code that runs for each line returns
/// enums.
template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit, so that functions return a plain value or an Error.
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// The value. Requires has_value().
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }

  /// The error. Requires !has_value().
  [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace smtptally
