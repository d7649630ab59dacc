#pragma once

#include <cstdint>

namespace smtptally {

/// Counts of equal buckets, those that are zero included.
struct Series {
  double buckets = 0;
  double sum = 0;
  double squares = 0;
  std::uint64_t most = 0;

  void add(std::uint64_t count) noexcept {
    sum += static_cast<double>(count);
    squares += static_cast<double>(count) * static_cast<double>(count);
    if (count > most) most = count;
  }
  /// Variance beyond that of a Poisson distribution, relative to the square of the mean; 0 for
  /// none.
  [[nodiscard]] double dispersion() const noexcept;
};

/// What is known of a series before it is seen: that of the population.
struct Prior {
  double mean = 0;        ///< Geometric mean over the accounts.
  double dispersion = 1;  ///< Median over the accounts.
  double buckets_a_day = 1;
};

/// The probability that a bucket holds `count` or more, by the negative binomial distribution whose
/// mean is that of the series with one pseudo-day of the prior's, and whose dispersion is that of
/// the series with five.
[[nodiscard]] double upper_tail(const Series& series, const Prior& prior, std::uint64_t count);

/// The probability of `hits` or more in `trials`, each with `chance`. Exact.
[[nodiscard]] double binomial_tail(std::uint64_t hits, std::uint64_t trials, double chance);

/// -log10(p), at most `cap`.
[[nodiscard]] double surprise(double p, double cap) noexcept;

}  // namespace smtptally
