import type { EnvironmentExitReason } from "@catalyst/core";
import { identifyProcess } from "@catalyst/machine";
import { claimState, type EnvironmentState, writeState } from "../environment-state.ts";
import { endControlGroup } from "../limits/control-group.ts";
import { limitDisk } from "./disk-limit.ts";
import { gatherSources } from "./gather-sources.ts";
import type { KeeperOrder } from "./keeper-order.ts";
import { makeWrittenFolders, prepareFolder } from "./prepare-folder.ts";
import { type Kept, runStage, type StageEnd } from "./run-stage.ts";
import { restoreSetup, saveSetup } from "./setup-cache.ts";

/**
 * The whole life of one environment: limits, then its stages. A second keeper of the same environment returns at once.
 * bubblewrap dies with this process, and every process inside dies with bubblewrap.
 */
export async function keepEnvironment(order: KeeperOrder, stop: AbortSignal): Promise<void> {
  const keeper = identifyProcess(process.pid);
  if (keeper === null) {
    throw new Error("This process can't find itself in /proc.");
  }
  let state: EnvironmentState = {
    phase: "starting",
    keeper,
    launcher: null,
    init: null,
    controlGroups: [],
    facts: [],
    reason: "",
    exit: null,
  };
  if (!claimState(order.folder, state)) {
    return;
  }
  const note = (change: Partial<EnvironmentState>) => {
    state = { ...state, ...change };
    writeState(order.folder, state);
  };
  try {
    await runEnvironment({ order, stop, note, state: () => state });
  } catch (error) {
    if (state.phase !== "starting") {
      // It ran and we can't go on: whoever looks finds it lost, with this error in the keeper's log.
      throw error;
    }
    note({ phase: "refused", reason: `The environment could not be prepared: ${(error as Error).message}.` });
  } finally {
    await endControlGroup(state.controlGroups);
  }
}

async function runEnvironment(kept: Omit<Kept, "disk" | "deadline">): Promise<void> {
  const { order } = kept;
  prepareFolder(order);
  const disk = await limitDisk(order);
  makeWrittenFolders(order);
  const restored = await restoreSetup(order);
  gatherSources(order);
  kept.note({ facts: [disk.fact, ...describeAccount(order), ...restored.facts] });
  const deadline = Date.now() + order.timeoutSeconds * 1000;
  for (const number of order.stages.keys()) {
    const end = await runStage({ ...kept, disk, deadline }, number);
    if (end === null) {
      return;
    }
    const isOver = number === order.stages.length - 1 || end.exitCode !== 0 || end.asked !== null;
    if (isOver) {
      noteExit(kept, end);
      return;
    }
    if (!restored.isHit) {
      const facts = await saveSetup(order);
      kept.note({ facts: [...kept.state().facts, ...facts] });
    }
  }
}

function describeAccount({ account }: KeeperOrder): string[] {
  return account.kind === "separate"
    ? [`Its processes belong to account ${account.uid}, which owns nothing else.`]
    : [];
}

function noteExit({ note, state }: Pick<Kept, "note" | "state">, end: StageEnd): void {
  const facts =
    end.outOfMemoryKills === 0 ? [] : [`The kernel ended ${end.outOfMemoryKills} of its processes for want of memory.`];
  note({
    phase: "exited",
    facts: [...state().facts, ...facts],
    exit: { exitCode: end.asked === null ? end.exitCode : null, reason: findReason(end), output: end.output },
  });
}

function findReason({ exitCode, signal, asked, isDiskFull, outOfMemoryKills }: StageEnd): EnvironmentExitReason {
  if (asked !== null) {
    return asked;
  }
  if (exitCode === 0) {
    return "exited";
  }
  if (outOfMemoryKills > 0) {
    return "out_of_memory";
  }
  if (isDiskFull) {
    return "disk_full";
  }
  // bubblewrap reports the death of its child by a signal as 128 plus that signal.
  return signal !== null || (exitCode ?? 0) > 128 ? "signal" : "exited";
}
