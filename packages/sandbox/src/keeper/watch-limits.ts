import type { EnvironmentExitReason } from "@catalyst/core";
import type { MemoryLook } from "@catalyst/core/apart";
import { lookAtGroup } from "@catalyst/machine/apart";
import { measureMemoryBytes } from "../limits/measure-memory.ts";
import type { DiskLimit } from "./disk/disk-limit.ts";
import type { KeeperOrder } from "./keeper-order.ts";

interface Watched {
  order: KeeperOrder;
  disk: DiskLimit;
  launcherPid: number;
  /** When the environment's time is over, in milliseconds since 1970. */
  deadline: number;
  /** Whether the kernel limits memory; otherwise it is measured here. */
  isMemoryLimited: boolean;
  /** Where what runs in it is counted, as far as that is known yet. */
  controlGroups(): string[];
  /** Whether it does little but wait for memory, told look after look. */
  isStalled(look: MemoryLook): boolean;
  /** Aborted when the keeper is asked to end. */
  stop: AbortSignal;
  end(reason: EnvironmentExitReason): void;
}

const INTERVAL_MILLISECONDS = 500;

/** Ends the environment when its time is over or a limit is passed that the kernel doesn't enforce. `finish` stops that and says whether the disk is full. */
export function watchLimits(watched: Watched): { finish(): Promise<boolean> } {
  const { disk, stop, end } = watched;
  let isDone = false;
  const time = setTimeout(() => end("timeout"), Math.min(watched.deadline - Date.now(), 2 ** 31 - 1));
  const onStop = () => end("destroyed");
  stop.addEventListener("abort", onStop);
  if (stop.aborted) {
    onStop();
  }
  let timer: NodeJS.Timeout;
  const check = async () => {
    const reason = await findExcess(watched);
    if (isDone) {
      return;
    }
    if (reason !== null) {
      end(reason);
    }
    timer = setTimeout(check, INTERVAL_MILLISECONDS);
  };
  timer = setTimeout(check, INTERVAL_MILLISECONDS);
  return {
    async finish() {
      isDone = true;
      clearTimeout(time);
      clearTimeout(timer);
      stop.removeEventListener("abort", onStop);
      return disk.isFull();
    },
  };
}

async function findExcess(watched: Watched): Promise<EnvironmentExitReason | null> {
  const { order, disk, launcherPid, isMemoryLimited } = watched;
  const look = lookAtGroup(watched.controlGroups());
  if (look !== null && watched.isStalled(look)) {
    return "out_of_memory";
  }
  if (!isMemoryLimited && measureMemoryBytes(launcherPid) > order.limits.memoryMib * 2 ** 20) {
    return "out_of_memory";
  }
  return !disk.isEnforcedByKernel && (await disk.isFull()) ? "disk_full" : null;
}
