// Finds the input files, and opens them.

#include "io/input_set.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/error_text.hpp"
#include "io/headed_source.hpp"
#include "io/input_copies.hpp"
#include "io/read_fully.hpp"
#include "text/escape.hpp"
#include "text/translate.hpp"

namespace smtptally {
namespace {

namespace fs = std::filesystem;

/// Reads the first bytes of `source`, at most `most`; `error` is set if it is damaged.
std::string first_bytes(ByteSource& source, std::size_t most, std::optional<Error>& error) {
  std::string head(most, '\0');
  head.resize(read_fully(source, head, error));
  head.shrink_to_fit();
  return head;
}

/// Collects the files of the arguments, each device and inode once.
class Finder {
 public:
  Finder(Micros now, FindOnly only, InputSet& set) : now_(now), only_(only), set_(&set) {}

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

  void note(InputNote::Severity severity, Said message) {
    set_->notes.push_back({severity, std::move(message)});
  }
  void problem(const std::string& path, int error) {
    const Said cause = error_text(error);
    note(InputNote::Severity::problem,
         error == EACCES
             ? said("{}: it could not be read: {}; run as root or as a member of group adm",
                    visible(path), cause)
             : said("{}: it could not be read: {}", visible(path), cause));
  }

  void found(const std::string& path, bool named) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) {
      if (errno == ENOENT && !named && is_journal_name(path)) return gone(path);
      return problem(path, errno);
    }
    const auto [first, is_new] = seen_.try_emplace({status.st_dev, status.st_ino}, path);
    if (!is_new) {
      if (!S_ISDIR(status.st_mode)) {
        note(InputNote::Severity::info,
             said("{}: the same file as {}, counts once", visible(path), visible(first->second)));
      }
      return;
    }
    if (S_ISDIR(status.st_mode)) return directory(path);
    const bool regular = S_ISREG(status.st_mode);
    if (!regular && !named) {
      return note(InputNote::Severity::info,
                  said("{}: skipped, not a regular file", visible(path)));
    }
    Micros modified = now_;
    if (regular) {
      modified =
          std::int64_t{status.st_mtim.tv_sec} * kMicrosPerSecond + status.st_mtim.tv_nsec / 1000;
    }
    open_input({path, regular, static_cast<std::uint64_t>(status.st_size), modified, named});
  }

  static bool is_journal_name(const std::string& path) {
    return path.ends_with(".journal") || path.ends_with(".journal~");
  }

  [[nodiscard]] std::vector<std::string> list(const std::string& path) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
      names.push_back(entry->path().string());
    }
    if (error) problem(path, error.value());
    std::sort(names.begin(), names.end());
    return names;
  }

  void directory(const std::string& path) {
    bool any_journal = false;
    for (const std::string& name : list(path)) {
      const bool is_journal = is_journal_name(name);
      std::error_code error;
      if (only_ == FindOnly::journals && !is_journal && !fs::is_directory(name, error)) continue;
      any_journal = any_journal || is_journal;
      found(name, false);
    }
    if (any_journal) list_again(path);
  }

  /// Takes the journal files that are new in a folder since it was listed: rotated ones, whose
  /// names were those of others then, and those that were begun in their place.
  void list_again(const std::string& path) {
    constexpr int kMost = 5;
    bool any = true;
    for (int times = 0; any && times < kMost; ++times) {
      any = false;
      for (const std::string& name : list(path)) {
        struct stat status {};
        if (!is_journal_name(name) || stat(name.c_str(), &status) != 0 ||
            !S_ISREG(status.st_mode) || seen_.contains({status.st_dev, status.st_ino})) {
          continue;
        }
        found(name, false);
        any = true;
      }
    }
  }

  void gone(const std::string& path) {
    note(InputNote::Severity::info,
         said("{}: journald rotated or vacuumed it before it could be opened", visible(path)));
  }

  void open_input(const Plan& plan) {
    Result<OpenedSource> opened = open_source(plan.path);
    if (!opened) {
      if (!plan.explicitly_named && is_journal_name(plan.path) &&
          access(plan.path.c_str(), F_OK) != 0) {
        return gone(plan.path);
      }
      return note(InputNote::Severity::problem, opened.error().said());
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
    if (plan.regular && file.head.starts_with(kJournalMagic)) keep_open(file);
    if (!plan.regular) {
      file.stream = std::make_unique<HeadedSource>(file.head, std::move(bytes), std::move(error));
    }
    set_->files.push_back(std::move(file));
  }

  /// Keeps a journal file open.
  void keep_open(InputFile& file) {
    const auto opened = RandomFile::open(file.path);
    if (!opened) return note(InputNote::Severity::problem, opened.error().said());
    file.journal = opened.value();
    // It may be another file than the one that was found.
    seen_.try_emplace(file.journal->id(), file.path);
    file.size = file.journal->size();
    const auto got = file.journal->read_at(0, file.head);
    file.head.resize(got ? got.value() : 0);
  }

  Micros now_;
  FindOnly only_;
  InputSet* set_;
  bool took_stdin_ = false;
  std::map<std::pair<dev_t, ino_t>, std::string> seen_;
};

}  // namespace

InputSet find_inputs(const std::vector<std::string>& arguments, Micros now, FindOnly only) {
  InputSet set;
  Finder finder(now, only, set);
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

void look_through(InputFile& file, const std::function<void(std::string_view)>& take) {
  constexpr std::size_t kMostInMemory = std::size_t{256} << 20U;
  std::string buffer(std::size_t{256} * 1024, '\0');
  std::string seen;
  std::optional<Error> damage;
  Result<OpenedSource> opened = file.stream
                                    ? Result<OpenedSource>(OpenedSource{std::move(file.stream)})
                                    : open_source(file.path);
  if (!opened) return;
  const bool once = !file.regular;
  std::unique_ptr<ByteSource> bytes = std::move(opened.value().bytes);
  while (seen.size() < kMostInMemory) {
    const Result<std::size_t> got = bytes->read(buffer);
    if (!got) damage = got.error();
    if (!got || got.value() == 0) break;
    const auto piece = std::string_view(buffer).substr(0, got.value());
    take(piece);
    if (once) seen.append(piece);
  }
  if (once) {
    file.stream = std::make_unique<HeadedSource>(std::move(seen), std::move(bytes), damage);
  }
}

Result<std::unique_ptr<ByteSource>> open_again(InputFile& file, Meter* meter) {
  if (file.stream) return std::move(file.stream);
  Result<OpenedSource> opened = open_source(file.path, meter);
  if (!opened) return opened.error();
  return std::move(opened.value().bytes);
}

}  // namespace smtptally
