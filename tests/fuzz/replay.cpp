// Runs a fuzz target over committed files, in the normal tests: replay FOLDER. Each input is a heap
// copy of its exact size, so that a sanitizer sees the first byte read behind it.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
/// Replays change nothing.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* /*data*/, std::size_t size,
                                        std::size_t /*most*/) {
  return size;
}

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
      const auto copy = std::make_unique<std::uint8_t[]>(bytes.size());
      for (std::size_t b = 0; b < bytes.size(); ++b) copy[b] = static_cast<std::uint8_t>(bytes[b]);
      (void)LLVMFuzzerTestOneInput(copy.get(), bytes.size());
      ++count;
    }
  }
  std::printf("%zu inputs\n", count);
  return count == 0 ? 1 : 0;
}
