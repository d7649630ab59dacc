#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "line_writer.hpp"
#include "options.hpp"
#include "random.hpp"

namespace smtptally::bench {

/// Hands out process ids as a kernel with pid_max 32768 does: rising, wrapping, so that a log of
/// some days sees every id again and again.
class ProcessIds {
 public:
  [[nodiscard]] std::uint32_t spawn(Random& random);
  void exit(std::uint32_t process) { live_[process] = false; }

 private:
  std::uint32_t last_ = 900;
  std::vector<bool> live_ = std::vector<bool>(32'768);
};

/// The processes of one Postfix service. The one that became idle last takes the next client; a
/// process ends after 100 clients or 100 idle seconds, as max_use and max_idle say.
class ProcessPool {
 public:
  explicit ProcessPool(ProcessIds& ids) : ids_(&ids) {}

  [[nodiscard]] std::uint32_t acquire(Micros now, Random& random);
  void release(Micros now, std::uint32_t process);

 private:
  struct Process {
    std::uint32_t id;
    std::uint32_t uses;
    Micros idle_since;
  };
  ProcessIds* ids_;
  std::vector<Process> idle_;
  std::vector<Process> busy_;
};

/// A queue id and the inode that it was made from.
struct QueueId {
  std::array<char, 20> text{};
  std::uint8_t size = 0;
  std::uint32_t inode = 0;

  [[nodiscard]] std::string_view view() const noexcept { return {text.data(), size}; }
};

/// Queue ids are made of the time and the inode of the queue file. An inode is free again as soon
/// as its file is removed, so short ids come again, never while they are in use.
class QueueIdSource {
 public:
  explicit QueueIdSource(QueueIdFilter kind) : kind_(kind) {}

  [[nodiscard]] QueueId make(Micros now);
  void release(const QueueId& id) { free_inodes_.push_back(id.inode); }

 private:
  QueueIdFilter kind_;
  std::uint32_t next_inode_ = 0xA84000;
  std::vector<std::uint32_t> free_inodes_;
};

}  // namespace smtptally::bench
