#include "parse/library_reason.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/cursor.hpp"

namespace smtptally {
namespace {

struct ClassOfText {
  std::string_view part;  ///< The reason holds it.
  HandshakeReason reason_class;
};

/// The first that fits counts.
constexpr std::array<ClassOfText, 24> kClasses{{
    {"certificate", HandshakeReason::certificate},  // Alerts 41 to 46 and 116, and our own checks.
    {"unknown ca", HandshakeReason::certificate},
    {"access denied", HandshakeReason::certificate},
    {"unsupported protocol", HandshakeReason::protocol},
    {"unknown protocol", HandshakeReason::protocol},
    {"protocol version", HandshakeReason::protocol},  // Alert 70.
    {"version too low", HandshakeReason::protocol},
    {"version too high", HandshakeReason::protocol},
    {"wrong version number", HandshakeReason::protocol},
    {"wrong ssl version", HandshakeReason::protocol},
    {"unsupported ssl version", HandshakeReason::protocol},
    {"unknown ssl version", HandshakeReason::protocol},
    {"no protocols available", HandshakeReason::protocol},
    {"inappropriate fallback", HandshakeReason::protocol},  // Alert 86, too.
    {"cipher", HandshakeReason::cipher},
    {"alert handshake failure", HandshakeReason::cipher},  // Alert 40.
    {"insufficient security", HandshakeReason::cipher},    // Alert 71.
    {"no suitable", HandshakeReason::cipher},  // Key share, groups, signature algorithm.
    {"no shared", HandshakeReason::cipher},
    {"key too small", HandshakeReason::cipher},
    {"elliptic curve", HandshakeReason::cipher},
    {"unexpected eof", HandshakeReason::closed},
    {"onnection reset", HandshakeReason::closed},  // Of the system library.
    {"user cancel", HandshakeReason::closed},      // Alert 90.
}};

}  // namespace

std::string_view library_reason(std::string_view text) noexcept {
  Cursor at(text);
  std::uint64_t thread = 0;
  if (at.take_number(thread) && !at.take(':')) return {};
  std::string_view code;
  std::string_view library;
  std::string_view function;
  std::string_view reason;
  if (!at.take("error:") || !at.take_until(':', code) || !at.take_until(':', library) ||
      !at.take_until(':', function)) {
    return {};
  }
  return at.take_until(':', reason) ? reason : at.rest();
}

HandshakeReason class_of_reason(std::string_view reason) noexcept {
  const auto found = std::find_if(kClasses.begin(), kClasses.end(), [&](const ClassOfText& c) {
    return reason.find(c.part) != std::string_view::npos;
  });
  return found == kClasses.end() ? HandshakeReason::other : found->reason_class;
}

bool is_return_value(std::string_view said) noexcept {
  return said == "0" ||
         (said.size() > 1 && said[0] == '-' && std::all_of(said.begin() + 1, said.end(), is_digit));
}

}  // namespace smtptally
