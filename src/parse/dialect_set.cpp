#include "parse/dialect_set.hpp"

#include <array>

namespace smtptally {
namespace {

/// From kJson to kExchange.
constexpr std::array<DialectProperties, kExchange - kJson> kOthers{{
    {.name = "json"},
    {.name = "journal-json", .kind = LogKind::journal},
    {.name = "journal-export", .kind = LogKind::journal, .multi_line = true},
    {.name = "journal-file", .kind = LogKind::journal},
}};

}  // namespace

DialectProperties dialect_properties(std::size_t number) noexcept {
  if (number == kEximFile) {
    return {.name = kDialects[number].name, .server = LogServer::exim};
  }
  if (number < kJson) return {.name = kDialects[number].name};
  if (number < kExchange) return kOthers[number - kJson];
  return properties_of(static_cast<TableKind>(number - kExchange));
}

std::string_view dialect_called(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kDialectCount; ++i) {
    const std::string_view known = dialect_properties(i).name;
    if (known == name) return known;
  }
  return {};
}

template <class Holds>
bool DialectSet::any_of(const Holds& holds) const {
  for (std::size_t i = 0; i < kDialectCount; ++i) {
    if (seen_[i] && holds(dialect_properties(i))) return true;
  }
  return false;
}

bool DialectSet::any(LogServer server) const {
  return any_of([&](const DialectProperties& dialect) { return dialect.server == server; });
}

bool DialectSet::any(LogKind kind) const {
  return any_of([&](const DialectProperties& dialect) { return dialect.kind == kind; });
}

bool DialectSet::any_multi_line() const {
  return any_of([](const DialectProperties& dialect) { return dialect.multi_line; });
}

bool DialectSet::any_exported() const {
  return any_of([](const DialectProperties& dialect) { return dialect.exported; });
}

LogKinds DialectSet::kinds() const {
  LogKinds kinds;
  for (std::size_t i = 0; i < kDialectCount; ++i) {
    if (seen_[i]) kinds.insert(dialect_properties(i).kind);
  }
  return kinds;
}

std::string DialectSet::names() const {
  std::string names;
  for (std::size_t i = 0; i < kDialectCount; ++i) {
    if (!seen_[i]) continue;
    if (!names.empty()) names += ", ";
    names += dialect_properties(i).name;
  }
  return names;
}

}  // namespace smtptally
