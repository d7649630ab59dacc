#pragma once

#include <concepts>

namespace smtptally {

/// A commutative monoid: T{} is the identity, a.merge(b) adds b to a, and neither the order nor the
/// grouping of merges changes the result. The tests of these laws need the equality.
template <class T>
concept Mergeable = std::regular<T> && requires(T& into, const T& from) {
  into.merge(from);
};

}  // namespace smtptally
