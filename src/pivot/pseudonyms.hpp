#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "pivot/message_text.hpp"

namespace smtptally {

struct Failure;
struct Message;

/// Names that stand for names: the same for the same name and key, and of no use without the key
/// to who wants the name back. Which of them are equal, of one domain or of one network shows, and
/// nothing else. Any number of threads may ask. All texts are valid as long as this is.
class Pseudonyms {
 public:
  /// A secret of any length.
  explicit Pseudonyms(std::string key) : key_(std::move(key)) {}
  Pseudonyms(const Pseudonyms&) = delete;
  Pseudonyms& operator=(const Pseudonyms&) = delete;
  ~Pseudonyms() = default;

  /// An address or login name; "<>" stays. Names that differ in case have pseudonyms that do.
  [[nodiscard]] std::string_view identity(std::string_view name);
  /// An address of a client; the /24, or the /48 and /64, of two are equal where those of their
  /// pseudonyms are. Postfix's "unknown" stays.
  [[nodiscard]] std::string_view client(std::string_view name);
  [[nodiscard]] std::string_view host(std::string_view name);
  /// A tag of syslog stays; a connector of Exchange has a host in its name.
  [[nodiscard]] std::string_view service(std::string_view name);
  /// The words of a server; those that may quote somebody do not stay.
  [[nodiscard]] std::string_view reason(std::string_view text);
  /// A file: all of its name but usual words and numbers.
  [[nodiscard]] std::string_view path(std::string_view name);

  /// The same with all texts that name somebody. Requires texts that are valid while it is used.
  [[nodiscard]] Message renamed(const Message& message, MessageText& text);
  [[nodiscard]] Failure renamed(const Failure& failure, MessageText& text);

  /// The name of a pseudonym that was asked for; other texts are themselves.
  [[nodiscard]] std::string_view original(std::string_view pseudonym);
  /// Whether two names had the same pseudonym.
  [[nodiscard]] bool has_twins();

 private:
  enum class Kind : std::uint8_t { identity, domain, client, network, host, service, word, path };

  /// What `make` makes of the name, made once.
  template <class Make>
  std::string_view get(Kind kind, std::string_view name, Make make);
  /// So many letters of the hash of a name.
  [[nodiscard]] std::string letters(Kind kind, std::string_view name, std::size_t count) const;
  [[nodiscard]] std::string with_case(std::string letters, std::string_view name) const;
  [[nodiscard]] std::string made_identity(std::string_view name);
  [[nodiscard]] std::string made_client(std::string_view name) const;
  [[nodiscard]] std::string made_service(std::string_view name);
  [[nodiscard]] std::string made_path(std::string_view name) const;
  [[nodiscard]] std::string_view domain(std::string_view name);
  [[nodiscard]] std::string_view word(char kind, std::string_view text);

  std::string key_;
  std::mutex mutex_;
  std::map<std::pair<Kind, std::string>, std::string, std::less<>> made_;
  std::map<std::pair<Kind, std::string>, std::string_view> names_;  ///< By pseudonym.
  bool twins_ = false;
};

}  // namespace smtptally
