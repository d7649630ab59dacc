#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pivot/sender_habits.hpp"
#include "smtptally/unusual_options.hpp"
#include "unusual/account_case.hpp"
#include "unusual/exceptions.hpp"
#include "unusual/periods.hpp"
#include "unusual/refusal_index.hpp"
#include "unusual/sign.hpp"

namespace smtptally {

/// An account that has nothing to be compared with.
struct WithoutBaseline {
  std::string_view name;
  std::uint64_t active_days = 0;  ///< Before the looked-at part.
  std::uint64_t messages_before = 0;
  std::uint64_t messages = 0;  ///< Of the looked-at part.
};

/// What is unusual in the looked-at part.
struct Unusual {
  std::vector<UnusualAccount> accounts;  ///< By level, score and name.
  std::vector<WithoutBaseline> unknown;  ///< By name.
  std::vector<RefusedLogins> refused;    ///< By number.
  std::uint64_t senders = 0;             ///< Accounts that sent in the looked-at part.
  std::uint64_t as_before = 0;           ///< Those with a baseline and without a finding.
  std::uint64_t excepted = 0;            ///< Accounts with findings that are excepted.
};

/// Compares the looked-at part of each account with its baseline. Requires habits.finish(); texts
/// of the result live as long as the habits.
[[nodiscard]] Unusual find_unusual(const SenderHabits& habits, const Periods& periods,
                                   const UnusualOptions& options, const ClassOfWay& class_of,
                                   Exceptions& exceptions);

}  // namespace smtptally
