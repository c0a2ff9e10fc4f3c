import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { EnvironmentExitReason } from "@catalyst/core";
import { claimState, type EnvironmentState, writeState } from "../environment-state.ts";
import { countOutOfMemoryKills, endControlGroup } from "../limits/control-group.ts";
import { findScopeFolder } from "../limits/systemd-scope.ts";
import { endProcesses, identifyChild, identifyProcess, killProcess } from "../process-identity.ts";
import { limitDisk } from "./disk-limit.ts";
import type { KeeperOrder } from "./keeper-order.ts";
import { launch } from "./launch.ts";
import { limitProcesses } from "./limit-processes.ts";
import { makeWrittenFolders, prepareFolder } from "./prepare-folder.ts";
import { prepareStage } from "./prepare-stage.ts";
import { type Output, readOutput } from "./read-output.ts";
import { watchLimits } from "./watch-limits.ts";

interface Kept {
  order: KeeperOrder;
  /** Writes what changed to the state file. */
  note(change: Partial<EnvironmentState>): void;
  state(): EnvironmentState;
}

/**
 * The whole life of one environment: limits, launch, watch, end. A second keeper of the same environment returns at once.
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
  const kept = { order, note, state: () => state };
  try {
    await runEnvironment(kept, stop);
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

async function runEnvironment(kept: Kept, stop: AbortSignal): Promise<void> {
  const { order } = kept;
  prepareFolder(order);
  const disk = await limitDisk(order);
  makeWrittenFolders(order);
  prepareStage(order);
  const limit = await limitProcesses(order);
  // Noted before anything runs in them, so that whoever comes after our death finds what to end.
  const controlGroups = limit.kind === "control_groups" ? limit.folders : [];
  kept.note({ controlGroups, facts: [limit.fact, disk.fact, ...describeAccount(order)] });
  const child = launch(order, limit);
  if (child.pid === undefined || child.stdout === null || child.stderr === null) {
    throw new Error("/bin/sh could not be started");
  }
  const output = readOutput(child.stdout, child.stderr);
  const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  kept.note({ launcher: identifyProcess(child.pid) });
  const ended = { reason: null as EnvironmentExitReason | null };
  const end = (reason: EnvironmentExitReason) => {
    ended.reason ??= reason;
    killAll(kept.state());
  };
  const watching = watchLimits({
    order,
    disk,
    launcherPid: child.pid,
    isMemoryLimited: limit.kind !== "resource_limit",
    stop,
    end,
  });
  const isAccepted = await readVerdict(kept, output);
  if (!isAccepted) {
    killAll(kept.state());
  }
  const [exitCode, signal] = await closed;
  const isDiskFull = await watching.finish();
  const outOfMemoryKills = countOutOfMemoryKills(kept.state().controlGroups);
  // Whatever tried to outlive the runner must be gone before anyone is told of the end.
  await endProcesses([kept.state().launcher, kept.state().init]);
  await endControlGroup(kept.state().controlGroups);
  if (isAccepted) {
    noteExit(kept, { exitCode, signal, asked: ended.reason, isDiskFull, outOfMemoryKills, output: output.tail() });
  }
}

/** The first process inside takes all others with it, even those that are being forked at this moment. */
function killAll({ launcher, init }: EnvironmentState): void {
  for (const identity of [init, launcher]) {
    if (identity !== null) {
      killProcess(identity);
    }
  }
}

function describeAccount({ account }: KeeperOrder): string[] {
  return account.kind === "separate"
    ? [`Its processes belong to account ${account.uid}, which owns nothing else.`]
    : [];
}

/** Whether the self-test inside passed; notes what follows from it. */
async function readVerdict({ order, note, state }: Kept, output: Output): Promise<boolean> {
  const line = await output.verdict;
  const verdict = parseVerdict(line);
  if (verdict?.selfTest === "passed") {
    const pid = state().launcher?.pid ?? 0;
    const scope = findScopeFolder(pid, order.executionId);
    const controlGroups = scope === null ? state().controlGroups : [scope];
    note({ phase: "running", init: identifyChild(pid), controlGroups });
    return true;
  }
  if (verdict !== null) {
    note({ phase: "refused", reason: describeFailures(verdict.failed) });
    return false;
  }
  // The launch's own words may still be on their way.
  await sleep(20);
  note({
    phase: "refused",
    reason: `The environment could not be started: ${output.tail().trim() || "bubblewrap ended without a word"}.`,
  });
  return false;
}

function describeFailures(failed: string[]): string {
  const what = `The self-test inside failed: it is not true that the environment ${failed.join(", nor that it ")}.`;
  const isAboutAccess = failed.some((it) => /^can (read|reach)/.test(it));
  return isAboutAccess
    ? `${what} What it is given must be open to other accounts: chmod -R a+rX on it, umask 022.`
    : what;
}

function parseVerdict(line: string | null): { selfTest: string; failed: string[] } | null {
  try {
    return line === null ? null : JSON.parse(line);
  } catch {
    return null;
  }
}

interface End {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  asked: EnvironmentExitReason | null;
  isDiskFull: boolean;
  outOfMemoryKills: number;
  output: string;
}

function noteExit({ note, state }: Kept, end: End): void {
  const facts =
    end.outOfMemoryKills === 0 ? [] : [`The kernel ended ${end.outOfMemoryKills} of its processes for want of memory.`];
  note({
    phase: "exited",
    facts: [...state().facts, ...facts],
    exit: { exitCode: end.asked === null ? end.exitCode : null, reason: findReason(end), output: end.output },
  });
}

function findReason({ exitCode, signal, asked, isDiskFull, outOfMemoryKills }: End): EnvironmentExitReason {
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
