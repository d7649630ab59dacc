#include "io/input_set.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/escape.hpp"
#include "io/error_text.hpp"
#include "io/read_fully.hpp"
#include "io/same_content.hpp"

namespace smtptally {
namespace {

namespace fs = std::filesystem;

/// The first bytes of what `source` gives, at most `most`; `error` tells of damage.
std::string first_bytes(ByteSource& source, std::size_t most, std::optional<Error>& error) {
  std::string head(most, '\0');
  head.resize(read_fully(source, head, error));
  head.shrink_to_fit();
  return head;
}

/// Gives back the bytes that were read as head, then the rest of the stream.
class HeadedSource final : public ByteSource {
 public:
  HeadedSource(std::string head, std::unique_ptr<ByteSource> rest, std::optional<Error> error)
      : head_(std::move(head)), rest_(std::move(rest)), error_(std::move(error)) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> into) override {
    if (used_ < head_.size()) {
      const std::size_t count = std::min(into.size(), head_.size() - used_);
      std::memcpy(into.data(), head_.data() + used_, count);
      used_ += count;
      return count;
    }
    if (error_) return *error_;
    return rest_->read(into);
  }

 private:
  std::string head_;
  std::size_t used_ = 0;
  std::unique_ptr<ByteSource> rest_;
  std::optional<Error> error_;
};

/// Collects the files that arguments name, each device and inode once.
class Finder {
 public:
  Finder(Micros now, InputSet& set) : now_(now), set_(&set) {}

  void argument(const std::string& path) {
    if (path == "-") {
      if (!std::exchange(took_stdin_, true)) {
        open_input({.path = path, .modified = now_, .explicitly_named = true});
      }
      return;
    }
    found(path, true);
  }

 private:
  struct Plan {
    std::string path;
    bool regular = false;
    std::uint64_t size = 0;
    Micros modified = 0;
    bool explicitly_named = true;
  };

  void note(InputNote::Severity severity, std::string message) {
    set_->notes.push_back({severity, std::move(message)});
  }
  void problem(const std::string& path, int error) {
    const std::string_view hint =
        error == EACCES ? "; run as root or as a member of group adm" : "";
    note(InputNote::Severity::problem,
         fmt::format("{}: it could not be read: {}{}", visible(path), error_text(error), hint));
  }

  void found(const std::string& path, bool named) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return problem(path, errno);
    const auto [first, is_new] = seen_.try_emplace({status.st_dev, status.st_ino}, path);
    if (!is_new) {
      if (!S_ISDIR(status.st_mode)) {
        note(InputNote::Severity::info, fmt::format("{}: the same file as {}, counts once",
                                                    visible(path), visible(first->second)));
      }
      return;
    }
    if (S_ISDIR(status.st_mode)) return directory(path);
    const bool regular = S_ISREG(status.st_mode);
    if (!regular && !named) {
      return note(InputNote::Severity::info,
                  fmt::format("{}: skipped, not a regular file", visible(path)));
    }
    Micros modified = now_;
    if (regular) {
      modified =
          std::int64_t{status.st_mtim.tv_sec} * kMicrosPerSecond + status.st_mtim.tv_nsec / 1000;
    }
    open_input({path, regular, static_cast<std::uint64_t>(status.st_size), modified, named});
  }

  void directory(const std::string& path) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
      names.push_back(entry->path().string());
    }
    if (error) problem(path, error.value());
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) found(name, false);
  }

  void open_input(const Plan& plan) {
    Result<OpenedSource> opened = open_source(plan.path);
    if (!opened) {
      return note(InputNote::Severity::problem, opened.error().message);
    }
    InputFile file;
    file.path = plan.path;
    file.encoding = opened.value().encoding;
    file.regular = plan.regular;
    file.size = plan.size;
    file.modified = plan.modified;
    file.explicitly_named = plan.explicitly_named;
    std::optional<Error> error;
    std::unique_ptr<ByteSource> bytes = std::move(opened.value().bytes);
    file.head = first_bytes(*bytes, plan.regular ? kKeptHeadBytes : kHeadBytes, error);
    file.head_damaged = error.has_value();
    if (!plan.regular) {
      file.stream = std::make_unique<HeadedSource>(file.head, std::move(bytes), std::move(error));
    }
    set_->files.push_back(std::move(file));
  }

  Micros now_;
  InputSet* set_;
  bool took_stdin_ = false;
  std::map<std::pair<dev_t, ino_t>, std::string> seen_;
};

/// The files, two and two, of which one begins with all that is known of the other's beginning: no
/// others can have the same content. In the order of the files.
std::vector<std::pair<std::size_t, std::size_t>> that_begin_alike(
    const std::vector<InputFile>& files) {
  std::vector<std::size_t> by_head;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].regular && !files[i].head.empty()) by_head.push_back(i);
  }
  std::sort(by_head.begin(), by_head.end(),
            [&](std::size_t a, std::size_t b) { return files[a].head < files[b].head; });
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (auto first = by_head.begin(); first != by_head.end(); ++first) {
    // What begins with a text stands right behind it.
    for (auto next = std::next(first); next != by_head.end(); ++next) {
      if (!files[*next].head.starts_with(files[*first].head)) break;
      pairs.emplace_back(std::minmax(*first, *next));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

/// Drops files whose content another one has, too.
void drop_copies(InputSet& set) {
  std::vector<InputFile>& files = set.files;
  std::vector<bool> dropped(files.size(), false);
  const auto drop = [&](std::size_t copy, std::size_t kept, std::string_view what) {
    dropped[copy] = true;
    set.notes.push_back(
        {InputNote::Severity::info, fmt::format("{}: {} {}, counts once", visible(files[copy].path),
                                                what, visible(files[kept].path))});
  };
  for (const auto& [i, j] : that_begin_alike(files)) {
    if (dropped[i] || dropped[j]) continue;
    switch (compare_content(files[i], files[j])) {
      case ContentRelation::different:
        break;
      case ContentRelation::same:
        drop(j, i, "has the same content as");
        break;
      case ContentRelation::second_is_prefix:
        drop(j, i, "is the beginning of");
        break;
      case ContentRelation::first_is_prefix:
        drop(i, j, "is the beginning of");
        break;
    }
  }
  std::vector<InputFile> kept;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!dropped[i]) kept.push_back(std::move(files[i]));
  }
  files = std::move(kept);
}

}  // namespace

InputSet find_inputs(const std::vector<std::string>& arguments, Micros now) {
  InputSet set;
  Finder finder(now, set);
  for (const std::string& path : arguments) finder.argument(path);
  drop_copies(set);
  return set;
}

std::string read_head(InputFile& file) {
  if (!file.regular || file.head.size() < kKeptHeadBytes) return file.head;
  const Result<OpenedSource> opened = open_source(file.path);
  if (!opened) return file.head;
  std::optional<Error> error;
  std::string head = first_bytes(*opened.value().bytes, kHeadBytes, error);
  file.head_damaged = error.has_value();
  return head;
}

Result<std::unique_ptr<ByteSource>> open_again(InputFile& file, Meter* meter) {
  if (file.stream) return std::move(file.stream);
  Result<OpenedSource> opened = open_source(file.path, meter);
  if (!opened) return opened.error();
  return std::move(opened.value().bytes);
}

}  // namespace smtptally
