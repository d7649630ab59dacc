// Finds the pairs of files that begin alike.

#include "io/content_groups.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace smtptally {
namespace {

/// Up to this number, all files are compared in pairs, which reads no file needlessly.
constexpr std::size_t kFew = 4;
/// Bytes of the first comparison, and the growth factor of each further one.
constexpr std::uint64_t kFirstLook = kKeptHeadBytes;
constexpr std::uint64_t kGrowth = 16;

using Group = std::vector<std::size_t>;

/// A hash of all bytes so far: its value at a position is the hash of the file's beginning up to
/// there. Equal hashes are confirmed by comparing the files.
class RunningHash {
 public:
  void add(std::string_view bytes) noexcept {
    for (const char c : bytes) {
      value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x9E3779B97F4A7C15ULL;
      value_ ^= value_ >> 32U;
    }
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

/// The beginning of a file.
struct Front {
  std::size_t number = 0;  ///< The file.
  std::uint64_t size = 0;
  std::uint64_t hash = 0;
  bool whole = false;  ///< The beginning is the whole file.
};
using Content = std::pair<std::uint64_t, std::uint64_t>;  ///< Size and hash.

/// Reads the beginning of a file; calls `at_mark(size, hash)` at each of the ascending `marks`.
template <class AtMark>
class FrontReader {
 public:
  FrontReader(const std::vector<std::uint64_t>& marks, const AtMark& at_mark)
      : mark_(marks.begin()), end_(marks.end()), at_mark_(&at_mark) {}

  void add(std::string_view bytes) {
    std::size_t used = 0;
    for (; mark_ != end_ && *mark_ <= front_.size + bytes.size(); ++mark_) {
      const std::size_t end = *mark_ - front_.size;
      hash_.add(bytes.substr(used, end - used));
      used = end;
      (*at_mark_)(*mark_, hash_.value());
    }
    hash_.add(bytes.substr(used));
    front_.size += bytes.size();
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return front_.size; }
  [[nodiscard]] Front front(bool whole) const {
    return {.size = front_.size, .hash = hash_.value(), .whole = whole};
  }

 private:
  Front front_;
  RunningHash hash_;
  std::vector<std::uint64_t>::const_iterator mark_;
  std::vector<std::uint64_t>::const_iterator end_;
  const AtMark* at_mark_;
};

/// Reads at most `limit` bytes of a file. Nullopt if it cannot be read.
template <class AtMark>
std::optional<Front> read_front(InputFile& file, std::uint64_t limit,
                                const std::vector<std::uint64_t>& marks, const AtMark& at_mark) {
  FrontReader reader(marks, at_mark);
  if (limit == kFirstLook) {
    reader.add(file.head);
    return reader.front(file.head.size() < limit);
  }
  const auto source = open_again(file);
  if (!source) return std::nullopt;
  std::string buffer(std::size_t{64} * 1024, '\0');
  while (reader.size() < limit) {
    const auto room = std::min<std::uint64_t>(buffer.size(), limit - reader.size());
    const auto got = source.value()->read({buffer.data(), room});
    if (!got) return std::nullopt;
    if (got.value() == 0) return reader.front(true);
    reader.add({buffer.data(), got.value()});
  }
  return reader.front(false);
}

/// Finds the pairs of files that all begin alike.
class PairFinder {
 public:
  explicit PairFinder(std::vector<InputFile>& files) : files_(&files) {}

  void take(Group group) {
    // The first file of equal ones is kept, and the others are compared with it.
    std::sort(group.begin(), group.end());
    std::vector<Group> groups{std::move(group)};
    for (std::uint64_t limit = kFirstLook; !groups.empty(); limit *= kGrowth) {
      std::vector<Group> longer;
      for (const Group& each : groups) {
        if (each.size() <= kFew) {
          two_and_two(each);
        } else {
          look(each, limit, longer);
        }
      }
      groups = std::move(longer);
    }
  }

  [[nodiscard]] std::vector<FilePair> pairs() && {
    std::sort(pairs_.begin(), pairs_.end());
    return std::move(pairs_);
  }

 private:
  void two_and_two(const Group& group) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t j = i + 1; j < group.size(); ++j) add(group[i], group[j]);
    }
  }
  void add(std::size_t a, std::size_t b) { pairs_.emplace_back(std::min(a, b), std::max(a, b)); }

  /// Compares the first `limit` bytes; longer files that are equal so far go to `longer`.
  void look(const Group& group, std::uint64_t limit, std::vector<Group>& longer) {
    std::map<Content, std::size_t> whole;  // The first file with this content.
    std::map<std::uint64_t, Group> going_on;
    std::vector<Front> readable;
    for (const std::size_t number : group) {
      const auto front = read_front((*files_)[number], limit, {}, [](auto, auto) {});
      if (!front) continue;
      if (!front->whole) {
        going_on[front->hash].push_back(number);
      } else {
        const auto [first, is_new] = whole.try_emplace({front->size, front->hash}, number);
        if (!is_new) add(first->second, number);
      }
      readable.push_back(*front);
      readable.back().number = number;
    }
    link_beginnings(readable, limit, whole);
    for (auto& [hash, files] : going_on) {
      if (files.size() > 1) longer.push_back(std::move(files));
    }
  }

  /// Links each content with one file that begins with it.
  void link_beginnings(const std::vector<Front>& group, std::uint64_t limit,
                       std::map<Content, std::size_t>& whole) {
    std::vector<std::uint64_t> sizes;
    for (const auto& [content, number] : whole) {
      if (sizes.empty() || sizes.back() != content.first) sizes.push_back(content.first);
    }
    if (sizes.empty()) return;
    for (const Front& front : group) {
      const auto at_mark = [&](std::uint64_t size, std::uint64_t hash) {
        const auto found = whole.find({size, hash});
        if (found == whole.end() || size == front.size) return;
        add(found->second, front.number);
        whole.erase(found);
      };
      (void)read_front((*files_)[front.number], limit, sizes, at_mark);
    }
  }

  std::vector<InputFile>* files_;
  std::vector<FilePair> pairs_;
};

}  // namespace

std::vector<FilePair> pairs_to_compare(std::vector<InputFile>& files) {
  Group by_head;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].regular && !files[i].head.empty()) by_head.push_back(i);
  }
  std::sort(by_head.begin(), by_head.end(),
            [&](std::size_t a, std::size_t b) { return files[a].head < files[b].head; });
  PairFinder finder(files);
  // Sorted by head: a head is followed by the heads that begin with it.
  for (std::size_t begin = 0; begin < by_head.size();) {
    std::size_t end = begin + 1;
    while (end < by_head.size() &&
           files[by_head[end]].head.starts_with(files[by_head[begin]].head)) {
      ++end;
    }
    const auto at = [&](std::size_t i) { return by_head.begin() + static_cast<std::ptrdiff_t>(i); };
    if (end - begin > 1) finder.take(Group(at(begin), at(end)));
    begin = end;
  }
  return std::move(finder).pairs();
}

}  // namespace smtptally
