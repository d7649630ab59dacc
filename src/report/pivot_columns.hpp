#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "report/pivot_table.hpp"
#include "smtptally/dimension.hpp"
#include "smtptally/measure.hpp"
#include "smtptally/report.hpp"
#include "smtptally/tls.hpp"

namespace smtptally {

/// The columns of tables that are made of dimensions and measures, and the cells in them.

/// Of a measure that counts one class.
[[nodiscard]] std::optional<TlsClass> class_of(Measure measure) noexcept;

[[nodiscard]] ColumnKind kind_of(Measure measure) noexcept;
/// `rows` are all dimensions of the rows: a domain beside its sender is for machines alone.
[[nodiscard]] Column column_of(Dimension dimension, const std::vector<Dimension>& rows);
[[nodiscard]] Column column_of(Measure measure);
/// How much a class is worth on a narrow screen, and what stands for it where nothing has it.
void describe_class(TlsClass tls, Column& column);

/// Nothing where the measure has no value. `whole` is what percent is a share of.
[[nodiscard]] Value measure_value(Measure measure, const PivotSums& sums, std::uint64_t whole);

}  // namespace smtptally
