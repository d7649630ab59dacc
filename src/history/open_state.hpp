#pragma once

#include <string>
#include <string_view>

#include "smtptally/error.hpp"

namespace smtptally {

class Piece;

/// The open state of a log: all that the lines so far leave to the lines behind them. Sessions,
/// messages that are not decided, and, of a piece from the middle, what waits for the piece before.
/// What was decided before is not in it: messages and coverage that the piece collected.
///
/// Law: a piece that is written, read and given the lines that follow hands on what an
/// uninterrupted one hands on behind that line. (Where lines go back in time by more than a second,
/// what is too old may be given up sooner, as Config::jobs says.) Equal states are equal bytes. The
/// bytes have a version and a checksum, and are the same on every machine.

/// Gives up first what is too old, as every hour does, which may hand on messages: take what the
/// piece collected behind this call. Requires that finish() was not called. The piece goes on.
[[nodiscard]] std::string write_open_state(Piece& piece);

/// Requires a new piece of the same world, made for the same selection and texts; a state that was
/// written for others is refused, as is one that is damaged, cut, foreign or newer. After an error
/// throw `into` away. True if there is none.
[[nodiscard]] Result<bool> read_open_state(std::string_view bytes, Piece& into);

}  // namespace smtptally
