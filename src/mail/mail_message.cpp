#include "mail/mail_message.hpp"

#include <array>
#include <string_view>

#include <date/date.h>
#include <fmt/format.h>

#include "io/gzip_text.hpp"
#include "mail/mime.hpp"
#include "smtptally/version.hpp"
#include "text/escape.hpp"
#include "text/sha256.hpp"

namespace smtptally {
namespace {

/// "Sat, 28 Nov 2026 18:39:05 +0100" (RFC 5322, section 3.3).
std::string date_text(Micros time, const Zone& zone) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const LocalTime local = zone.to_local(time);
  const date::sys_days day(date::days(local.day));
  const date::year_month_day ymd(day);
  const std::int32_t minutes = zone.offset_seconds(time) / 60;
  const std::int32_t away = minutes < 0 ? -minutes : minutes;
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} {}{:02}{:02}",
                     kDays[date::weekday(day).c_encoding()], static_cast<unsigned>(ymd.day()),
                     kMonths[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                     local.second / 3600, local.second / 60 % 60, local.second % 60,
                     minutes < 0 ? '-' : '+', away / 60, away % 60);
}

/// Letters and digits of a digest: they stand in boundaries and in a Message-ID.
std::string token_of(std::string_view content) {
  std::string token;
  for (const char c : sha256_base64(content)) {
    if (c != '+' && c != '/' && c != '=') token.push_back(c);
  }
  return token.substr(0, 24);
}

/// A subject as the name of a file, so that reports of several weeks can stand in one folder.
std::string file_stem(std::string_view subject) {
  constexpr std::size_t kMostBytes = 100;
  std::string stem;
  while (!subject.empty()) {
    const std::size_t size = decode_utf8(subject).size;
    if (stem.size() + size > kMostBytes) break;
    const std::string_view letter = subject.substr(0, size);
    const bool bad = std::string_view("/\\:*?\"<>|").find(letter) != std::string_view::npos;
    stem += bad ? std::string_view("-") : letter;
    subject.remove_prefix(size);
  }
  while (stem.ends_with(' ') || stem.ends_with('.')) stem.pop_back();
  return stem.empty() || stem.starts_with('.') ? "report" : stem;
}

struct Attachment {
  std::string_view type;  ///< "text/csv; charset=utf-8".
  std::string name;
  std::string bytes;
};

std::string alternative(std::string_view type, std::string_view text) {
  return fmt::format(
      "Content-Type: {}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{}\n", type,
      quoted_printable(text));
}

std::string attached(const Attachment& file) {
  return fmt::format(
      "Content-Type: {}{}\nContent-Transfer-Encoding: base64\n"
      "Content-Disposition: attachment{}\n\n{}\n",
      file.type, parameter("name", file.name), parameter("filename", file.name),
      base64_lines(file.bytes));
}

Attachment page_of(const MailParts& parts, const std::string& stem) {
  if (parts.page.size() > kMostUnpackedPage) {
    return {"application/gzip", stem + ".html.gz", gzipped(parts.page)};
  }
  return {"text/html; charset=utf-8", stem + ".html", parts.page};
}

}  // namespace

std::string mail_message(const MailRequest& request, const MailParts& parts,
                         const MailOrigin& origin) {
  const std::string& subject = request.subject.empty() ? parts.subject : request.subject;
  const Mailbox& from = request.from ? *request.from : origin.from;
  const std::string stem = file_stem(subject);
  std::string head = address_header("From", std::array{from});
  head += address_header("To", request.to);
  head += text_header("Subject", subject);
  head += text_header("Date", date_text(origin.now, origin.zone));
  const std::string token =
      token_of(fmt::format("{}{}{}{}", head, parts.text, parts.csv, parts.page));
  head +=
      fmt::format("Message-ID: <{}.{}@{}>\n", origin.now / kMicrosPerSecond, token, origin.domain);
  // RFC 3834: no vacation program shall answer.
  head += "Auto-Submitted: auto-generated\n";
  head += fmt::format("User-Agent: smtptally/{}\nMIME-Version: 1.0\n", version());
  head += fmt::format("Content-Type: multipart/mixed;\n boundary=\"mixed.{}\"\n\n", token);

  std::string body = fmt::format(
      "--mixed.{0}\nContent-Type: multipart/alternative;\n boundary=\"choice.{0}\"\n\n", token);
  body += fmt::format("--choice.{}\n{}", token, alternative("text/plain", parts.text));
  body += fmt::format("--choice.{0}\n{1}--choice.{0}--\n\n", token,
                      alternative("text/html", parts.html));
  for (const Attachment& file :
       {page_of(parts, stem),
        Attachment{"text/csv; charset=utf-8; header=present", stem + ".csv", parts.csv}}) {
    body += fmt::format("--mixed.{}\n{}", token, attached(file));
  }
  body += fmt::format("--mixed.{}--\n", token);
  return head + body;
}

}  // namespace smtptally
