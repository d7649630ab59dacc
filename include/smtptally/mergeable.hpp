#pragma once

#include <concepts>

namespace smtptally {

/// A commutative monoid: T{} is the identity, a.merge(b) adds b to a, and neither the order nor
/// the grouping of merges changes the result. Equality is required so that tests can check it.
template <class T>
concept Mergeable = std::regular<T> && requires(T& into, const T& from) {
  into.merge(from);
};

}  // namespace smtptally
