import { existsSync } from "node:fs";
import {
  CONTROL_GROUP_ROOT,
  countOutOfMemoryKills,
  dropControlGroups,
  endControlGroup,
  type GroupKind,
  makeControlGroup,
} from "@catalyst/machine/apart";
import type { ProcessLimits } from "./process-limits.ts";

/** What reads pushes comes after what serves all, and before what the environments do. */
const READING: GroupKind = { folder: "catalyst-reading", weight: 75 };
/** A program of ours, the git that it asks, and their threads are about thirty. */
const PROCESSES = 128;
/** Of what one process may have: a program and the git that feeds it. */
const MEMORY_FACTOR = 2;

/** Bounds what processes have together that each have limits of their own. */
export interface ReadingGroup {
  /** Where their first process joins; none where this machine or account has no control groups. */
  folders: string[];
  /** Whether the kernel has ended one of them for want of memory. Until the end. */
  isOutOfMemory(): boolean;
  /** Kills whatever is left there. */
  end(): Promise<void>;
}

let made = 0;

export function makeReadingGroup(
  { memoryMib }: Pick<ProcessLimits, "memoryMib">,
  root = CONTROL_GROUP_ROOT,
): ReadingGroup {
  if (made === 0) {
    dropControlGroups({ kind: READING, root }, isLeft);
  }
  made += 1;
  const limits = { memoryMib: MEMORY_FACTOR * memoryMib, processes: PROCESSES, cpus: null };
  const { group } = makeControlGroup({ kind: READING, name: `${process.pid}-${made}`, limits, root });
  const folders = group?.folders ?? [];
  return {
    folders,
    isOutOfMemory: () => countOutOfMemoryKills(folders) > 0,
    end: () => endControlGroup(folders),
  };
}

/** The process that made it is gone. */
function isLeft(name: string): boolean {
  const pid = /^(\d+)-\d+$/.exec(name)?.[1];
  return pid !== undefined && !existsSync(`/proc/${pid}`);
}
