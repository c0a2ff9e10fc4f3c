/** What the kernel says of a control group's memory at one moment. */
export interface MemoryLook {
  /** By a clock that never goes back. */
  atMilliseconds: number;
  /** For how long, since the group was made, all that ran in it waited for memory at the same time. */
  stalledMilliseconds: number;
  /** For how long it would have gone on, and had no processor. */
  idleMilliseconds: number;
  /** Whether it has nearly all that it may: else it waits for what others have. */
  isFull: boolean;
}

/** As systemd-oomd looks by itself, which wants 60 %: a program whose own pages go and come with each step waits for 60 to 65 % of its time. */
const WINDOW_MILLISECONDS = 30_000;
const MOST_SHARE = 0.5;
const FULL_SHARE = 0.9;
const MICROSECONDS = 1000;

/**
 * Whether what runs in a group does little but wait for memory, told look after look. The kernel ends nothing there as long as it
 * finds a page of a program to take away, which is read again at the program's next step.
 */
export function memoryStalls(windowMilliseconds = WINDOW_MILLISECONDS): (look: MemoryLook) => boolean {
  let looks: MemoryLook[] = [];
  return (look) => {
    looks = look.isFull ? [...looks, look] : [];
    const since = looks.findLastIndex(
      ({ atMilliseconds }) => look.atMilliseconds - atMilliseconds >= windowMilliseconds,
    );
    const first = looks[since];
    if (first === undefined) {
      return false;
    }
    looks = looks.slice(since);
    const passed = (of: Exclude<keyof MemoryLook, "isFull">) => look[of] - first[of];
    // On a busy machine it waits for a processor as well, and needs as long for anything else.
    return passed("stalledMilliseconds") > (passed("atMilliseconds") - passed("idleMilliseconds")) * MOST_SHARE;
  };
}

/**
 * `read` has the text of a file of the group by its name; it throws, or has nothing, where there is none. Returns null where the kernel
 * doesn't count how long was waited.
 */
export function lookAtMemory(read: (file: string) => string | null, atMilliseconds: number): MemoryLook | null {
  const tryRead = (file: string) => {
    try {
      return read(file);
    } catch {
      return null;
    }
  };
  const stalledMilliseconds = readTotal(tryRead("memory.pressure"));
  if (stalledMilliseconds === null) {
    return null;
  }
  const idleMilliseconds = readTotal(tryRead("cpu.pressure")) ?? 0;
  const used = Number(tryRead("memory.current") ?? tryRead("memory.usage_in_bytes") ?? Number.NaN);
  const most = Number(tryRead("memory.max") ?? tryRead("memory.limit_in_bytes") ?? Number.NaN);
  return { atMilliseconds, stalledMilliseconds, idleMilliseconds, isFull: used >= most * FULL_SHARE };
}

/** For how long all that ran there waited, by the kernel's account of that. */
function readTotal(pressure: string | null): number | null {
  const microseconds = /^full .*\btotal=(\d+)$/m.exec(pressure ?? "")?.[1];
  return microseconds === undefined ? null : Number(microseconds) / MICROSECONDS;
}
