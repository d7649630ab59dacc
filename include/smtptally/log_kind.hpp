#pragma once

#include <cstdint>

namespace smtptally {

/// What the records of a log are about, whatever its dialect is called.
enum class LogKind : std::uint8_t {
  lines,     ///< Lines of text, each for itself, in the order of their times.
  journal,   ///< Entries of the journal, as journalctl exports them.
  tracking,  ///< Exchange: what happened to each message.
  receive,   ///< Exchange: SMTP sessions with clients.
  send,      ///< Exchange: mail that leaves, never a submission.
  online,    ///< Exchange Online: traces and reports.
  web,       ///< W3C extended logs of IIS.
};

/// A set of kinds.
class LogKinds {
 public:
  void insert(LogKind kind) noexcept { bits_ |= bit(kind); }
  [[nodiscard]] bool contains(LogKind kind) const noexcept { return (bits_ & bit(kind)) != 0; }
  [[nodiscard]] bool empty() const noexcept { return bits_ == 0; }

  /// For storing them.
  [[nodiscard]] std::uint32_t bits() const noexcept { return bits_; }
  [[nodiscard]] static LogKinds of_bits(std::uint32_t bits) noexcept {
    LogKinds kinds;
    kinds.bits_ = bits;
    return kinds;
  }

  bool operator==(const LogKinds&) const = default;

 private:
  static std::uint32_t bit(LogKind kind) noexcept {
    return std::uint32_t{1} << static_cast<unsigned>(kind);
  }

  std::uint32_t bits_ = 0;
};

}  // namespace smtptally
