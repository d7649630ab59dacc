// Groups inputs that may hold lines of the same log host.

#include "inputs/host_groups.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace smtptally {

std::vector<std::size_t> first_of_host_group(const std::vector<Input>& inputs) {
  std::vector<std::size_t> first(inputs.size());
  std::iota(first.begin(), first.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (first[i] != i) i = first[i] = first[first[i]];
    return i;
  };
  const auto unite = [&](std::size_t i, std::size_t j) {
    const std::size_t a = root(i);
    const std::size_t b = root(j);
    first[std::max(a, b)] = std::min(a, b);
  };
  std::unordered_map<std::string_view, std::size_t> owner;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    for (const std::string& host : inputs[i].hosts) {
      unite(i, owner.try_emplace(host, i).first->second);
    }
  }
  if (has_pipe(inputs)) {
    for (std::size_t i = 1; i < inputs.size(); ++i) unite(i, 0);
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) first[i] = root(i);
  return first;
}

}  // namespace smtptally
