// ReadingPass: chooses how the inputs are read.

#include "reading/reading_pass.hpp"

#include "reading/read_overlapping.hpp"
#include "reading/read_parallel.hpp"
#include "reading/slices.hpp"

namespace smtptally {

void ReadingPass::expect_second_copies() {
  second_copies_ = true;
  reading_.result.piece->expect_second_copies();
}

Input* ReadingPass::read(std::vector<Input>& inputs) {
  if (second_copies_) return read_overlapping(reading_, reader_, inputs);
  if (in_parallel(inputs)) return read_parallel(reading_, reader_, inputs);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const InputReader::End end = reader_.take(inputs[i], reading_.plan.parts[i]);
    if (end == InputReader::End::wrong_year) return &inputs[i];
  }
  return nullptr;
}

/// Whether there is work for several threads.
bool ReadingPass::in_parallel(const std::vector<Input>& inputs) const {
  const Config& config = reading_.config;
  if (config.jobs < 2) return false;
  const bool large = inputs.size() == 1 && inputs[0].file.regular &&
                     inputs[0].file.encoding == Encoding::plain &&
                     inputs[0].file.size >= 2 * slice_bytes(inputs[0].file.size, config);
  return inputs.size() > 1 || large;
}

}  // namespace smtptally
