#pragma once

#include <memory>
#include <vector>

#include "io/input_set.hpp"
#include "pivot/pseudonyms.hpp"
#include "reading/read_result.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"
#include "smtptally/report.hpp"

namespace smtptally {

/// Names messages by pseudonyms, if --anonymize asks for it, from their collection on: what reads
/// `config.selection` afterwards collects no other names. Says in `notes` what there is to say of
/// the key. The result must live as long as what was read.
[[nodiscard]] Result<std::unique_ptr<Pseudonyms>> use_pseudonyms(Config& config,
                                                                 std::vector<InputNote>& notes);

/// The same for what was read and is not of messages: files, services, hosts in notes, the sender
/// that is asked for, an export. An error if two names have one pseudonym.
[[nodiscard]] std::optional<Error> rename_what_was_read(Pseudonyms& pseudonyms, Config& config,
                                                        ReadResult& read,
                                                        std::vector<ReportedSender>& compared);

/// A text that quotes something, without what it quotes.
[[nodiscard]] std::string without_quotes(std::string_view text);

}  // namespace smtptally
