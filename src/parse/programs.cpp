// Recognises the program that wrote a line, and repeated lines.

#include "parse/programs.hpp"

#include <array>

#include "text/cursor.hpp"

namespace smtptally {
namespace {

struct ProgramName {
  std::string_view name;
  Program program;
};
constexpr std::array<ProgramName, 17> kPrograms{{
    {"smtpd", Program::smtpd},
    {"qmgr", Program::qmgr},
    {"oqmgr", Program::qmgr},
    {"nqmgr", Program::qmgr},
    {"cleanup", Program::cleanup},
    {"smtp", Program::delivery},
    {"lmtp", Program::delivery},
    {"local", Program::delivery},
    {"virtual", Program::delivery},
    {"pipe", Program::delivery},
    {"discard", Program::delivery},
    {"error", Program::delivery},
    {"retry", Program::delivery},
    {"relay", Program::delivery},
    {"bounce", Program::delivery},
    {"postsuper", Program::postsuper},
    {"pickup", Program::pickup},
}};

bool is_exim_tag(std::string_view tag) noexcept {
  if (!tag.starts_with("exim")) return false;
  tag.remove_prefix(tag.size() > 4 && tag[4] == '4' ? 5 : 4);
  return tag.empty() || tag.front() == '-' || tag.front() == '_';
}

}  // namespace

Program program_of(std::string_view tag) noexcept {
  const std::size_t slash = tag.rfind('/');
  if (slash == std::string_view::npos) {
    if (tag == "postfix") return Program::postfix;
    if (tag.starts_with("postfix") && tag.ends_with(".service") &&
        (tag.size() == 15 || tag[7] == '@')) {
      return Program::postfix;
    }
    if (is_exim_tag(tag)) return Program::exim;
    if (tag == "MailScanner") return Program::mail_scanner;
    if (tag == "systemd-journald" || tag == "journal" || tag == "rsyslogd" ||
        tag.starts_with("rsyslogd-")) {
      return Program::logger;
    }
    return Program::other;
  }
  if (slash == 0) return Program::other;
  const std::string_view last = tag.substr(slash + 1);
  for (const auto& [name, program] : kPrograms) {
    if (name == last) return program;
  }
  return Program::other;
}

Repetition parse_repetition(PaddedText text) noexcept {
  PaddedCursor at(text);
  std::uint64_t times = 0;
  if (!at.take("message repeated ") || !at.take_number(times) || !at.take(" times: [ ")) {
    return {0, text};
  }
  PaddedText inner = at.rest();
  if (!inner.ends_with(']') || times == 0 || times > 1'000'000) return {0, text};
  inner.remove_suffix(1);
  return {static_cast<std::uint32_t>(times), inner};
}

}  // namespace smtptally
