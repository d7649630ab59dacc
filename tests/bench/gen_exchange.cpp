// Writes the logs of an Exchange server and the truth about them. See --help.
#include <cstdio>

#include "gen/truth.hpp"
#include "gen_exchange/options.hpp"
#include "gen_exchange/simulation.hpp"

namespace smtptally::bench::exchange {
namespace {

constexpr int kUsage = 2;

int generate(const Options& options) {
  Simulation simulation(options);
  if (!simulation.run()) return 1;
  if (!options.truth.empty() && !write_truth(options.truth, simulation.truth())) {
    std::perror(options.truth.c_str());
    return 1;
  }
  if (!options.takeover_truth.empty() &&
      !write_takeovers(options.takeover_truth, simulation.takeovers())) {
    std::perror(options.takeover_truth.c_str());
    return 1;
  }
  simulation.print_summary();
  return 0;
}

}  // namespace
}  // namespace smtptally::bench::exchange

int main(int argc, char** argv) {
  const auto options = smtptally::bench::exchange::parse_options(argc, argv);
  return options ? smtptally::bench::exchange::generate(*options)
                 : smtptally::bench::exchange::kUsage;
}
