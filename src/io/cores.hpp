#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smtptally {

/// How many cores this process may use: its affinity mask, and no more than its control groups
/// grant. At least 1.
[[nodiscard]] unsigned available_cores();

/// How many jobs the limits of this process on its memory (ulimit -v, -d) leave room for. At least
/// 1, at most 1024.
[[nodiscard]] unsigned affordable_jobs();

/// Cores that the control groups grant, a part of one rounded up; nullopt without a limit.
/// `memberships` is the text of /proc/self/cgroup, `mount` where the hierarchies are mounted
/// (/sys/fs/cgroup). A group and all above it limit; in a container, which may not see its own
/// group's folder, it is the mount itself that has the limit.
[[nodiscard]] std::optional<unsigned> granted_cores(std::string_view memberships,
                                                    const std::string& mount);

/// Cores of the text of a cpu.max ("150000 100000" are 2; version 2 of control groups), or of
/// cpu.cfs_quota_us and cpu.cfs_period_us with a space between (version 1; -1 is no limit).
[[nodiscard]] std::optional<unsigned> cores_of_quota(std::string_view quota_and_period);

}  // namespace smtptally
