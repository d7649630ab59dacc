#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "parts/part_order.hpp"
#include "pivot/accumulator.hpp"
#include "reading/read_result.hpp"
#include "smtptally/config.hpp"
#include "smtptally/error.hpp"

namespace smtptally {

/// The state of a merge: what the parts so far make together.
class PartMerger {
 public:
  /// Borrows both for its lifetime.
  PartMerger(const Config& config, const CollectSpec& spec);

  /// Adds the next part, whose bytes these are; what its head holds is used up. The error is
  /// without the name of the part; nothing is to be reported then.
  [[nodiscard]] Result<bool> add(NamedPart& part, std::string_view bytes);
  [[nodiscard]] ReadResult finish() &&;

 private:
  [[nodiscard]] std::unique_ptr<Piece> new_piece(Correlator::World world) const;
  [[nodiscard]] bool are_one(const CutLine& tail, const CutLine& head,
                             const ReadResult& next) const;
  void add_lines_between(ReadResult& next);
  void take(const CutLine& line, std::string_view rest);
  void add_survey(const ReadResult& next);
  void end_logs();

  const Config* config_;
  const CollectSpec* spec_;
  ReadResult result_;
  std::vector<InputSummary> inputs_;
  std::vector<InputNote> later_notes_;
  bool is_empty_ = true;  ///< No part was added.
};

}  // namespace smtptally
