#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Writes small journal files as systemd does, for tests: journalctl reads them.
class JournalBytes {
 public:
  enum class Packing : std::uint8_t { none, xz, lz4, zstd };
  struct Options {
    bool compact = false;
    Packing packing = Packing::none;
    std::size_t threshold = 64;  ///< Shorter payloads are not packed.
    bool sealed = false;
    bool online = false;
    std::uint32_t more_features = 0;  ///< Of incompatible_flags.
    std::uint64_t first_number = 1;   ///< Of the first entry, in the header.
    bool unknown_objects = false;     ///< Objects of a type that nobody knows stand between.
  };
  using Fields = std::vector<std::pair<std::string, std::string>>;

  JournalBytes() : JournalBytes(Options()) {}
  explicit JournalBytes(const Options& options);

  void add(std::int64_t time, const Fields& fields);
  /// The file so far.
  [[nodiscard]] std::string bytes() const;
  /// Offsets of the entries.
  [[nodiscard]] const std::vector<std::uint64_t>& entries() const noexcept { return entries_; }
  /// Offset of the object of a payload, "NAME=value".
  [[nodiscard]] std::uint64_t data(const std::string& payload) const { return data_.at(payload); }

 private:
  std::uint64_t append(unsigned type, std::uint8_t flags, std::string_view body);
  std::uint64_t append_data(const std::string& payload);
  void add_to_field(const std::string& name, std::uint64_t data);
  void add_to_list(std::uint64_t entry);
  void put64(std::uint64_t at, std::uint64_t value);
  [[nodiscard]] std::string packed(std::string_view payload) const;

  Options options_;
  std::string file_;
  std::uint64_t field_table_ = 0;
  std::uint64_t tail_ = 0;
  std::uint64_t objects_ = 0;
  std::map<std::string, std::uint64_t> data_;
  std::map<std::string, std::uint64_t> fields_;
  std::vector<std::uint64_t> entries_;
  std::uint64_t array_ = 0;
  std::uint64_t array_size_ = 0;
  std::uint64_t array_used_ = 0;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
};
