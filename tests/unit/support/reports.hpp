#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "parse/head_cache.hpp"
#include "piece.hpp"
#include "reading/read_inputs.hpp"
#include "smtptally/config.hpp"

/// A run's Config for tests: UTC, everything in range.
[[nodiscard]] smtptally::Config test_config(smtptally::Command command);

/// The same of `tls`, `volume` and the like.
[[nodiscard]] smtptally::Config preset_config(std::string_view name);

/// The piece of these log bytes; stamps without a year are of 2026.
[[nodiscard]] std::unique_ptr<smtptally::Piece> piece_of(std::string_view bytes,
                                                         smtptally::Correlator::World world,
                                                         const smtptally::Config& config);
/// Gives the piece more of them. What its reader remembers may be given to the next one.
smtptally::HeadCache read_into(smtptally::Piece& piece, std::string_view bytes,
                               const smtptally::Config& config, smtptally::HeadCache heads = {});

/// The CSV report of a finished piece, and the names and numbers of its coverage.
[[nodiscard]] std::string report_of(smtptally::Piece& piece, const smtptally::Config& config);
[[nodiscard]] std::string coverage_of(smtptally::Piece& piece);
/// What reading the inputs of a run gives.
[[nodiscard]] smtptally::ReadResult read(const smtptally::Config& config);
/// How much of each input was read, and how much was not.
[[nodiscard]] std::string amounts_of(const smtptally::ReadResult& read);
