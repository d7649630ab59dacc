#pragma once

#include <cstddef>

namespace smtptally {

/// A hash function for keys with a member hash().
struct HashOfKey {
  template <class Key>
  std::size_t operator()(const Key& key) const noexcept {
    return key.hash();
  }
};

}  // namespace smtptally
