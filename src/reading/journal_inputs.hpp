#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inputs/input.hpp"
#include "io/complaints.hpp"
#include "parse/read_outcome.hpp"
#include "smtptally/config.hpp"

namespace smtptally {

/// Where the journal comes from: from its files, or through journalctl where there are none of this
/// machine, and where a file has features that this program does not know.
class JournalInputs {
 public:
  /// Borrows both; notes go to `notes`.
  JournalInputs(const Config& config, std::vector<InputNote>& notes);

  /// Whether --journal has to ask journalctl.
  [[nodiscard]] bool through_journalctl() const noexcept {
    return config_->journal && folders_.empty();
  }
  /// The folders of --journal.
  [[nodiscard]] const std::vector<std::string>& folders() const noexcept { return folders_; }

  /// Adds the output of journalctl for the range.
  void add(std::vector<Input>& inputs);
  /// Makes journal files that this program cannot read the output of journalctl.
  void convert_foreign(InputSet& set);
  /// Notes what journalctl printed on standard error: journal files that it could not read.
  void note_complaints(std::vector<InputNote>& notes) const;

 private:
  const Config* config_;
  std::vector<InputNote>* notes_;
  std::vector<std::string> folders_;
  std::vector<std::shared_ptr<const Complaints>> complaints_;
};

/// Drops journal files without mail, as those of users are, where others hold some: a range is then
/// found without reading them.
void drop_journals_without_mail(std::vector<Input>& inputs);

/// The problem of a journal file that cannot be read at all.
[[nodiscard]] InputNote damaged_journal(const Input& input);
/// What is to be said about a journal file that was read: damage, or that it is gone by now.
[[nodiscard]] std::optional<InputNote> about_journal(const Input& input,
                                                     const ReadOutcome& outcome);

}  // namespace smtptally
