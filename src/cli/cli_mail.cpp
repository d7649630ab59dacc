// --mail-to and its companions.

#include "cli/cli_mail.hpp"

#include <utility>

#include <fmt/format.h>

#include "cli/cli_config.hpp"
#include "cli/cli_values.hpp"
#include "text/escape.hpp"
#include "text/mailbox.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

std::optional<Error> resolve_mailboxes(const Typed& typed, MailRequest& mail) {
  Result<std::vector<Mailbox>> to = parse_mailboxes(typed.mail_to);
  if (!to) return Error{"--mail-to: " + to.error().message};
  mail.to = std::move(to).value();
  if (typed.mail_from.empty()) return std::nullopt;
  Result<std::vector<Mailbox>> from = parse_mailboxes(typed.mail_from);
  if (!from) return Error{"--mail-from: " + from.error().message};
  if (from.value().size() > 1) return Error{tr("--mail-from: one address sends a mail")};
  mail.from = std::move(from).value().front();
  return std::nullopt;
}

}  // namespace

std::optional<Error> resolve_mail(const Typed& typed, Config& config) {
  if (typed.mail_to.empty()) return std::nullopt;
  if (config.command != Command::report)
    return Error{tr("--mail-to belongs to the command report")};
  if (!config.output.empty() || !typed.format.empty()) {
    return Error{tr_format("--mail-to mails text, page and CSV; it does not go with {}",
                           config.output.empty() ? "--format" : "-o")};
  }
  if (typed.mail_from.empty() && !config.anonymize.empty()) {
    return Error{
        tr("--anonymize: the usual sender of a mail names this machine; give --mail-from")};
  }
  MailRequest& mail = config.mail;
  if (auto error = resolve_mailboxes(typed, mail)) return error;
  // A control character, and what is no UTF-8, does not look like itself.
  if (visible(typed.subject_line) != typed.subject_line) {
    return Error{tr_format("--subject: '{}' does not fit into one line of a mail",
                           visible(typed.subject_line))};
  }
  mail.subject = typed.subject_line;
  if (!typed.sendmail.empty()) mail.sendmail = typed.sendmail;
  if (typed.mail_patience.empty()) return std::nullopt;
  const auto seconds = parse_number("--mail-timeout", typed.mail_patience, 1, 86'400);
  if (!seconds) return seconds.error();
  mail.patience = std::chrono::seconds(seconds.value());
  return std::nullopt;
}

std::optional<EarlyExit> refuse_mail(std::span<const OptionShape> options, const Config& config) {
  for (const std::string_view name : options_of_mail()) {
    if (!config.mail.to.empty() || !is_typed(options, name)) continue;
    return usage(tr_format("--{} belongs to --mail-to", name));
  }
  return std::nullopt;
}

}  // namespace smtptally
