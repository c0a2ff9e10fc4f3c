/** What a process that reads others' data may use. Processes that it starts have the same, each for itself. */
export interface ProcessLimits {
  /** What it may write to: heap, stacks, buffers. Files that are mapped for reading, such as packs, don't count. */
  memoryMib: number;
  /** Of processor time. */
  cpuSeconds: number;
  /** Until it is killed with all that it started. */
  seconds: number;
}

/** For one git that reads what was pushed, in the service of one execution. */
export const PUSHED_LIMITS: ProcessLimits = { memoryMib: 1024, cpuSeconds: 240, seconds: 600 };

/** For one git that is asked about a repository that somebody else writes to. */
export const VIEW_LIMITS: ProcessLimits = { memoryMib: 1024, cpuSeconds: 240, seconds: 600 };
/** For each git of a fetch, ours and the one at the other end. Ten million objects take it 2 GiB. */
export const FETCH_LIMITS: ProcessLimits = { memoryMib: 4096, cpuSeconds: 1800, seconds: 600 };

/** Between the signal that says why, SIGXCPU, and the kill. */
const CPU_GRACE_SECONDS = 5;

/**
 * RLIMIT_DATA and RLIMIT_CPU, which hold everywhere and for whoever runs it, also where control groups can't be had. A limit
 * that is tighter already stays. When the machine has no memory left, it goes first.
 */
const SCRIPT = `
for group in $1; do { echo $$ > "$group/cgroup.procs"; } 2>/dev/null; done
shift
limit() { ulimit "$@" 2>/dev/null || test "$(ulimit "$2")" != unlimited; }
ulimit -c 0
{ echo 500 > /proc/self/oom_score_adj; } 2>/dev/null
limit -S -d "$1" && limit -H -d "$1" && limit -S -t "$2" && limit -H -t "$3" || exit 126
shift 3
exec "$@"`;

/** The command that runs another one under limits and in control groups; it becomes that one, with the same process id. */
export function limitedCommand(
  command: readonly string[],
  { memoryMib, cpuSeconds }: Pick<ProcessLimits, "memoryMib" | "cpuSeconds">,
  groups: readonly string[] = [],
): string[] {
  const numbers = [memoryMib * 1024, cpuSeconds, cpuSeconds + CPU_GRACE_SECONDS].map(String);
  return ["/bin/sh", "-c", SCRIPT, "limited", groups.join(" "), ...numbers, ...command];
}
