#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tsl/robin_set.h>

#include "containers/dictionary.hpp"
#include "smtptally/time.hpp"

namespace smtptally {

class ByteReader;
class ByteWriter;

/// The clients that were refused for their TLS version, with the accounts that sent from the same
/// address: they name the likely device. Parts merge in any order.
class RefusedClients {
 public:
  void refused(std::string_view client, Micros time);
  /// PERF: called for every message; a known pair costs two hashes and a lookup.
  void sent(std::string_view client, std::string_view account);
  void merge(const RefusedClients& other);
  /// Equal lists are equal bytes. What is read is empty before.
  void write(ByteWriter& out) const;
  void read(ByteReader& in);

  struct Client {
    std::string_view client;
    std::uint64_t refused = 0;
    Micros last = 0;                        ///< Time of the last refusal.
    std::vector<std::string_view> seen_as;  ///< Accounts, sorted by bytes.
  };
  /// Sorted by refusals, most first, then by bytes. The views are valid until the next change.
  [[nodiscard]] std::vector<Client> clients() const;

 private:
  struct Refused {
    std::uint64_t count = 0;
    Micros last = kBeginningOfTime;
  };
  struct Pair {
    std::uint32_t client = 0;
    std::uint32_t account = 0;
  };

  std::map<std::string, Refused, std::less<>> refused_;
  Dictionary texts_;
  std::vector<Pair> pairs_;
  tsl::robin_set<std::uint64_t> known_;  ///< Hashes of the pairs.
};

}  // namespace smtptally
