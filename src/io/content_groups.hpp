#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "io/input_set.hpp"

namespace smtptally {

/// Two files, by their numbers, the smaller one first.
using FilePair = std::pair<std::size_t, std::size_t>;

/// Which files are worth comparing, because one may hold the content of the other: near linear in
/// the bytes of the files that begin alike, however many they are. Whoever is a copy of another
/// file, or its beginning, is in a pair with such a one, which may be a copy itself. In the order
/// of the files.
[[nodiscard]] std::vector<FilePair> pairs_to_compare(std::vector<InputFile>& files);

}  // namespace smtptally
