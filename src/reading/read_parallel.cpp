// Reads slices and files with several threads and merges their pieces in order.

#include "reading/read_parallel.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "io/random_file.hpp"
#include "reading/ordered_pool.hpp"
#include "reading/slices.hpp"

namespace smtptally {
namespace {

/// The work of one thread at a time.
struct Task {
  enum class Kind : std::uint8_t {
    slice,  ///< A part of a file.
    whole,  ///< An input that cannot be cut into slices.
    later,  ///< For the merging thread, because the range may not need it.
  };
  Kind kind = Kind::later;
  std::size_t input = 0;
  bool first = true;  ///< The first task of its input.
  bool last = true;
  Slice slice;
  /// Opened once: its name may belong to another file when the last slice is read.
  std::shared_ptr<const RandomFile> file;
};

/// Makes the tasks, input by input, in the order of the log.
class Tasks {
 public:
  Tasks(const Reading& reading, const std::vector<Input>& inputs)
      : reading_(reading), inputs_(&inputs) {}

  std::optional<Task> next() {
    if (slicer_) return next_slice(false);
    if (job_ == inputs_->size()) return std::nullopt;
    const FilePart& part = reading_.plan.parts[job_];
    const Input& input = (*inputs_)[job_];
    // A pipe can be read only once, so its turn comes when the inputs before it have proved right.
    if (part.skipped || part.stop_from == 0 || !input.file.regular) return one(Task::Kind::later);
    const bool all = part.begin == 0 && part.stop_from == UINT64_MAX;
    const bool small = input.file.size <= slice_bytes(input.file.size, reading_.config);
    if (!all || !small) begin_slices(input, part);
    if (slicer_) return next_slice(true);
    return one(all ? Task::Kind::whole : Task::Kind::later);
  }

 private:
  Task one(Task::Kind kind) { return {.kind = kind, .input = job_++, .slice = {}, .file = {}}; }

  void begin_slices(const Input& input, const FilePart& part) {
    if (input.file.encoding != Encoding::plain) return;
    const auto opened = RandomFile::open(input.file.path);
    if (!opened || !lies_as_text(*opened.value(), input.file)) return;
    file_ = opened.value();
    auto slicer =
        std::make_unique<Slicer>(file_, reading_.config, log_zone_of(input, reading_.config),
                                 part.begin, part.stop_from, part.year);
    if (slicer->can_cut()) slicer_ = std::move(slicer);
  }

  std::optional<Task> next_slice(bool first) {
    Task task{.kind = Task::Kind::slice, .input = job_, .first = first, .slice = {}, .file = file_};
    task.slice = *slicer_->next();
    task.last = slicer_->done();
    const LogReader::Hold hold = (*inputs_)[job_].hold;
    task.slice.hold = {first && hold.first, task.last && hold.last};
    if (task.last) {
      slicer_.reset();
      ++job_;
    }
    return task;
  }

  const Reading& reading_;
  const std::vector<Input>* inputs_;
  std::size_t job_ = 0;
  std::shared_ptr<const RandomFile> file_;
  std::unique_ptr<Slicer> slicer_;
};

/// Runs in a worker.
PartResult work_on(const Task& task, const Reading& reading, PiecePool& parts,
                   std::vector<Input>& inputs) {
  switch (task.kind) {
    case Task::Kind::slice:
      return read_slice(task.file, task.slice, reading.config,
                        log_zone_of(inputs[task.input], reading.config), parts, reading.meter);
    case Task::Kind::whole:
      return read_whole(inputs[task.input], reading.plan.parts[task.input].year, reading.config,
                        parts, reading.meter);
    case Task::Kind::later:
      break;
  }
  return {};
}

/// Merges the results of the tasks in their order.
class Merger {
 public:
  Merger(const Reading& reading, InputReader& reader, PiecePool& parts, std::vector<Input>& inputs)
      : reading_(reading), reader_(&reader), parts_(&parts), inputs_(&inputs) {}

  /// False if the year of an input is wrong.
  bool take(const Task& task, PartResult read) {
    Input& input = (*inputs_)[task.input];
    if (task.kind == Task::Kind::later) {
      return done(reader_->take(input, reading_.plan.parts[task.input]), input);
    }
    if (task.first) {
      outcome_ = {};
      failed_ = false;
      at_ = task.slice.begin;
      context_ = task.slice.context;
    }
    if (failed_) return !task.last || finish(task, input, {});
    if (task.kind == Task::Kind::slice && !begins_where_we_are(task.slice)) {
      const Slice slice{
          .begin = at_, .end = task.slice.end, .context = context_, .hold = task.slice.hold};
      read = read_slice(task.file, slice, reading_.config, log_zone_of(input, reading_.config),
                        *parts_, reading_.meter);
    }
    add(std::move(read));
    return !task.last || finish_behind(task, input);
  }

  [[nodiscard]] Input* wrong() const noexcept { return wrong_; }

 private:
  /// Whether the slice was cut at the right place with the right context.
  [[nodiscard]] bool begins_where_we_are(const Slice& slice) const {
    return slice.begin == at_ && slice.context == context_;
  }

  void add(PartResult read) {
    if (read.problem) {
      reader_->problem(*read.problem);
      failed_ = true;
    }
    opened_ = read.opened;
    if (!read.opened) return;
    reading_.result.anything_read = true;
    reading_.result.piece->merge(read.part->piece);
    parts_->give_back(std::move(read.part));
    outcome_.append(read.outcome);
    at_ = read.end;
    context_ = read.context;
  }

  bool finish_behind(const Task& task, Input& input) {
    if (failed_ || task.kind != Task::Kind::slice || task.slice.end == UINT64_MAX) {
      return finish(task, input, {});
    }
    const Config& config = reading_.config;
    const auto source = make_part_source(task.file, at_);
    LogReader reader(log_zone_of(input, config), context_, *reading_.result.piece,
                     expected(config));
    const auto stopped_at = reader_->read_behind(*source, reader, at_);
    outcome_.append(reader.outcome());
    return finish(task, input, stopped_at);
  }

  bool finish(const Task& task, Input& input, std::optional<std::uint64_t> stopped_at) {
    if (!opened_ && outcome_.counts.bytes == 0) return true;
    const FilePart& part = reading_.plan.parts[task.input];
    return done(reader_->finish(input, part, outcome_, stopped_at), input);
  }

  bool done(InputReader::End end, Input& input) {
    if (end == InputReader::End::wrong_year) wrong_ = &input;
    return wrong_ == nullptr;
  }

  const Reading& reading_;
  InputReader* reader_;
  PiecePool* parts_;
  std::vector<Input>* inputs_;
  Input* wrong_ = nullptr;

  // For the current input.
  ReadOutcome outcome_;
  std::uint64_t at_ = 0;        ///< Position in the file behind the merged slices.
  LogReader::Context context_;  ///< For the next slice.
  bool opened_ = false;
  bool failed_ = false;  ///< The rest of the input cannot be read.
};

}  // namespace

Input* read_parallel(const Reading& reading, InputReader& reader, std::vector<Input>& inputs) {
  Tasks tasks(reading, inputs);
  PiecePool parts(reading.config, reading.spec);
  Merger merger(reading, reader, parts, inputs);
  // One part for each reading thread, and one waiting to be merged for every two threads.
  OrderedPool<Task, PartResult> pool(reading.config.jobs,
                                     reading.config.jobs + (reading.config.jobs + 1) / 2);
  pool.run([&] { return tasks.next(); },
           [&](Task& task) { return work_on(task, reading, parts, inputs); },
           [&](const Task& task, PartResult read) { return merger.take(task, std::move(read)); });
  return merger.wrong();
}

}  // namespace smtptally
