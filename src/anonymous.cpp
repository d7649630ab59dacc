// --anonymize: who is named by a pseudonym, and when.

#include "anonymous.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "io/key_file.hpp"
#include "text/ascii.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

bool is_part_of_name(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) > 127;
}

/// Replaces `name` where it stands as a whole word.
void replace_word(std::string& text, std::string_view name, std::string_view by) {
  if (name.empty()) return;
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
    const std::size_t end = at + name.size();
    const bool whole = (at == 0 || !is_part_of_name(text[at - 1])) &&
                       (end == text.size() || !is_part_of_name(text[end]));
    if (whole) text.replace(at, name.size(), by);
    at += whole ? by.size() : name.size();
  }
}

/// Replaces what begins with `folder`, up to the end of a sentence's part.
void replace_path(std::string& text, const std::string& folder, Pseudonyms& pseudonyms) {
  for (std::size_t at = text.find(folder); !folder.empty() && at != std::string::npos;
       at = text.find(folder, at)) {
    std::size_t end = text.size();
    for (const std::string_view stop : {": ", ", ", "; ", " and ", " is ", "' "}) {
      end = std::min(end, text.find(stop, at + folder.size()));
    }
    const std::string_view made = pseudonyms.path(text.substr(at, end - at));
    text.replace(at, end - at, made);
    at += made.size();
  }
}

/// What notes may quote: files, longest first, and hosts.
struct Quoted {
  std::vector<std::string> paths;
  std::set<std::string> hosts;
};

void rename_in(std::string& text, const Quoted& quoted, Pseudonyms& pseudonyms) {
  for (const std::string& path : quoted.paths) replace_path(text, path, pseudonyms);
  for (const std::string& host : quoted.hosts) {
    const std::string_view made = pseudonyms.host(host);
    replace_word(text, "host " + host, fmt::format("host {}", made));
    replace_word(text, tr_format("host {}", host), tr_format("host {}", made));
    // "mail" is a word of sentences, too.
    if (pseudonyms.path(host) != host) replace_word(text, host, made);
  }
}

void rename_in(Said& said, const Quoted& quoted, Pseudonyms& pseudonyms) {
  rename_in(said.english, quoted, pseudonyms);
  rename_in(said.translated, quoted, pseudonyms);
}

Quoted quoted_in(const Config& config, ReadResult& read) {
  Quoted quoted;
  const auto add = [&](const std::string& path) {
    if (path != "-" && !path.empty()) quoted.paths.push_back(visible(path));
  };
  for (const std::string& path : config.inputs) add(path);
  for (const InputSummary& input : read.inputs) add(input.path);
  add(config.history.db);
  std::sort(quoted.paths.begin(), quoted.paths.end(), [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  quoted.paths.erase(std::unique(quoted.paths.begin(), quoted.paths.end()), quoted.paths.end());
  for (const auto& [key, service] : read.piece->collected().coverage().services) {
    if (!key.first.empty()) quoted.hosts.insert(visible(key.first));
  }
  return quoted;
}

}  // namespace

Result<std::unique_ptr<Pseudonyms>> use_pseudonyms(Config& config, std::vector<InputNote>& notes) {
  if (config.anonymize.empty()) return std::unique_ptr<Pseudonyms>();
  Result<Key> key = read_or_make_key(config.anonymize);
  if (!key) return key.error();
  if (key.value().is_new) {
    notes.push_back({InputNote::Severity::info,
                     tr_format("{}: a new key was made; who has it can find names again",
                               visible(config.anonymize))});
  }
  if (key.value().others_read_it) {
    notes.push_back({InputNote::Severity::warning,
                     tr_format("{}: others can read this key; chmod 600 keeps it secret",
                               visible(config.anonymize))});
  }
  auto pseudonyms = std::make_unique<Pseudonyms>(std::move(key.value().bytes));
  config.selection.pseudonyms = pseudonyms.get();
  return pseudonyms;
}

std::optional<Error> rename_what_was_read(Pseudonyms& pseudonyms, Config& config, ReadResult& read,
                                          std::vector<ReportedSender>& compared) {
  const Quoted quoted = quoted_in(config, read);
  for (InputNote& note : read.notes) rename_in(note.message, quoted, pseudonyms);
  for (InputSummary& input : read.inputs) {
    input.path = pseudonyms.path(input.path);
    rename_in(input.note, quoted, pseudonyms);
  }
  if (read.history) {
    for (HistoryFacts::Run& run : read.history->runs) rename_in(run.problems, quoted, pseudonyms);
  }
  read.piece->sink().rename_services();
  for (ReportedSender& sender : compared) sender.address = pseudonyms.identity(sender.address);
  if (auto& subject = config.selection.subject) {
    subject->name = subject->dimension == Dimension::client ? pseudonyms.client(subject->name)
                                                            : pseudonyms.identity(subject->name);
  }
  if (!pseudonyms.has_twins()) return std::nullopt;
  return Error{
      tr_format("--anonymize: with the key {} two names have the same pseudonym; use another",
                visible(config.anonymize))};
}

std::string without_quotes(std::string_view text) {
  std::string made;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find_first_of("'\""), text.size());
    made += text.substr(0, open);
    if (open == text.size()) break;
    const std::size_t close = text.rfind(text[open]);
    made += "…";
    text.remove_prefix(close + 1);
  }
  return made;
}

}  // namespace smtptally
