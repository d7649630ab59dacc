#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "io/input_set.hpp"

namespace smtptally {

/// The numbers of two files, the smaller one first.
using FilePair = std::pair<std::size_t, std::size_t>;

/// The pairs of files to compare, because one may hold the content of the other. Nearly linear in
/// the bytes of the files that begin alike, however many files there are. Each file that is a copy
/// or a beginning of another file is in a pair with such a file, which may be a copy itself. In the
/// order of the files.
[[nodiscard]] std::vector<FilePair> pairs_to_compare(std::vector<InputFile>& files);

}  // namespace smtptally
