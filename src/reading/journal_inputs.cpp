// JournalInputs: opens the journal.

#include "reading/journal_inputs.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "io/journal_folders.hpp"
#include "io/journal_source.hpp"
#include "parse/journal_header.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {

JournalInputs::JournalInputs(const Config& config, std::vector<InputNote>& notes)
    : config_(&config), notes_(&notes) {
  if (!config.journal_folder.empty()) {
    folders_ = {config.journal_folder};
  } else if (config.journal) {
    folders_ = own_journal_folders();
  }
}

void JournalInputs::add(std::vector<Input>& inputs) {
  auto source = run_program("journalctl", journalctl_arguments(config_->selection.range_read()));
  if (!source) {
    notes_->push_back({InputNote::Severity::problem, source.error().said()});
    return;
  }
  Input input;
  input.file.path = "journal";
  input.file.modified = config_->now;
  input.file.stream = std::move(source.value().bytes);
  input.is_log = true;
  inputs.push_back(std::move(input));
  complaints_.push_back(std::move(source.value().complaints));
}

void JournalInputs::convert_foreign(InputSet& set) {
  for (InputFile& file : set.files) {
    const auto header = file.journal ? JournalHeader::parse(file.head) : std::nullopt;
    if (!header || !header->is_foreign()) continue;
    auto output = run_program("journalctl", journalctl_export(file.path));
    if (!output) {
      notes_->push_back({InputNote::Severity::problem,
                         said("{}: it has features that smtptally does not know; {}",
                              visible(file.path), output.error().said())});
      continue;
    }
    notes_->push_back({InputNote::Severity::info,
                       said("{}: it has features that smtptally does not know, and is read "
                            "through journalctl, which takes longer",
                            visible(file.path))});
    complaints_.push_back(std::move(output.value().complaints));
    file.regular = false;
    file.journal = nullptr;
    file.head.clear();
    file.stream = std::move(output.value().bytes);
  }
  std::erase_if(set.files, [](const InputFile& file) {
    const auto header = file.journal ? JournalHeader::parse(file.head) : std::nullopt;
    return header && header->is_foreign();
  });
}

void JournalInputs::note_complaints(std::vector<InputNote>& notes) const {
  for (const auto& complaints : complaints_) {
    const std::string words = complaints->text();
    if (words.empty()) continue;
    const bool told = std::any_of(notes.begin(), notes.end(), [&](const InputNote& note) {
      return note.message.english.find(words) != std::string::npos;
    });
    if (!told) notes.push_back({InputNote::Severity::info, "journalctl: " + words});
  }
}

void drop_journals_without_mail(std::vector<Input>& inputs) {
  const auto any_mail = [](const Input& input) { return !input.hosts.empty(); };
  if (std::none_of(inputs.begin(), inputs.end(), any_mail)) return;
  std::erase_if(inputs, [&](const Input& input) {
    return input.file.journal && !input.file.explicitly_named && input.is_log && !any_mail(input);
  });
}

InputNote damaged_journal(const Input& input) {
  return {InputNote::Severity::problem,
          said("{}: the header of the journal file is damaged; nothing of it was read",
               visible(input.file.path))};
}

std::optional<InputNote> about_journal(const Input& input, const ReadOutcome& outcome) {
  if (!input.file.journal) return std::nullopt;
  const std::string path = visible(input.file.path);
  const bool deleted = input.file.journal->is_deleted();
  const JournalDamage& damage = outcome.journal;
  if (damage.places == 0) {
    if (!deleted) return std::nullopt;
    return InputNote{InputNote::Severity::info,
                     said("{}: journald vacuumed it while it was read; nothing of it was "
                          "lost",
                          path)};
  }
  const std::uint64_t lost = outcome.counts.malformed;
  const Said missing = lost == 0 ? Said() : saids("; {} of its entries are lost", lost, lost);
  if (deleted) {
    return InputNote{InputNote::Severity::problem,
                     said("{}: journald vacuumed it while it was read{}", path, missing)};
  }
  return InputNote{InputNote::Severity::problem,
                   said("{}: the journal file is damaged in {} places, the first at byte {}{}; "
                        "what is whole was read",
                        path, damage.places, damage.first, missing)};
}

}  // namespace smtptally
