#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smtptally {

/// The number of cores that this process may use: its affinity mask, limited by its control groups.
/// At least 1.
[[nodiscard]] unsigned available_cores();

/// The number of jobs for which the memory limits of this process (ulimit -v, -d) suffice. From 1
/// to 1024.
[[nodiscard]] unsigned affordable_jobs();

/// The number of cores that the control groups grant, rounded up; nullopt without a limit.
/// `memberships` is the text of /proc/self/cgroup, `mount` the mount point of the hierarchies
/// (/sys/fs/cgroup). A group is limited by itself and all groups above it. A container may not see
/// its own group's folder; then the mount itself holds the limit.
[[nodiscard]] std::optional<unsigned> granted_cores(std::string_view memberships,
                                                    const std::string& mount);

/// The number of cores in a text of cpu.max ("150000 100000" gives 2; control groups version 2), or
/// in cpu.cfs_quota_us and cpu.cfs_period_us separated by a blank (version 1; -1 is no limit).
[[nodiscard]] std::optional<unsigned> cores_of_quota(std::string_view quota_and_period);

}  // namespace smtptally
