// Tails of distributions; the only user of Boost.Math, whose headers take seconds to compile.

#include "unusual/tail.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/beta.hpp>

namespace smtptally {
namespace {

// Same digits on every machine, and no exceptions.
using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

}  // namespace

double Series::dispersion() const noexcept {
  if (buckets <= 0 || sum <= 0) return 0;
  const double mean = sum / buckets;
  const double variance = squares / buckets - mean * mean;
  return std::max(0.0, (variance - mean) / (mean * mean));
}

double upper_tail(const Series& series, const Prior& prior, std::uint64_t count) {
  constexpr double kPseudoDays = 5;
  constexpr double kLeastDispersion = 1e-3;  // Below it, it is a Poisson distribution.
  if (count == 0) return 1;
  const double mean =
      (series.sum + prior.mean * prior.buckets_a_day) / (series.buckets + prior.buckets_a_day);
  if (!(mean > 0)) return 0;
  const double pseudo = kPseudoDays * prior.buckets_a_day;
  const double dispersion = (series.buckets * series.dispersion() + pseudo * prior.dispersion) /
                            (series.buckets + pseudo);
  const double size = 1 / std::max(dispersion, kLeastDispersion);
  // The sum over all larger counts is an incomplete beta function.
  return boost::math::ibeta(static_cast<double>(count), size, mean / (mean + size), Policy());
}

double binomial_tail(std::uint64_t hits, std::uint64_t trials, double chance) {
  if (hits == 0) return 1;
  if (hits > trials || chance <= 0) return 0;
  if (chance >= 1) return 1;
  return boost::math::ibeta(static_cast<double>(hits), static_cast<double>(trials - hits + 1),
                            chance, Policy());
}

double surprise(double p, double cap) noexcept {
  return p > 0 ? std::clamp(-std::log10(p), 0.0, cap) : cap;
}

}  // namespace smtptally
