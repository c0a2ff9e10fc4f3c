import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { EnvironmentExitReason, StageAccess } from "@catalyst/core";
import { memoryStalls } from "@catalyst/core/apart";
import {
  countOutOfMemoryKills,
  endControlGroup,
  endProcesses,
  identifyChild,
  identifyProcess,
  killProcess,
} from "@catalyst/machine/apart";
import type { EnvironmentState } from "../../environment-state.ts";
import { findScopeFolder } from "../../limits/systemd-scope.ts";
import type { DiskLimit } from "../disk/disk-limit.ts";
import { prepareStage } from "../disk/prepare-folder.ts";
import type { KeeperOrder } from "../keeper-order.ts";
import { type Launcher, launch } from "../launch.ts";
import { limitProcesses, type ProcessLimit } from "../limit-processes.ts";
import { watchLimits } from "../watch-limits.ts";
import { type Output, readOutput } from "./read-output.ts";

/** An environment in the hands of its keeper. */
export interface Kept {
  order: KeeperOrder;
  /** Aborted when the keeper is asked to end. */
  stop: AbortSignal;
  /** Of the place that the stage writes in. */
  disk: DiskLimit;
  /** When the environment's time is over, in milliseconds since 1970. */
  deadline: number;
  /** Writes what changed to the state file. */
  note(change: Partial<EnvironmentState>): void;
  state(): EnvironmentState;
}

/** How a stage's first process ended, once nothing of the stage runs any more. */
export interface LaunchEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Why the keeper ended it; null: it ended by itself. */
  asked: EnvironmentExitReason | null;
  isDiskFull: boolean;
  outOfMemoryKills: number;
  output: string;
}

/** A stage whose first process waits, in its limits, to begin. */
export interface Launched {
  name: string;
  launcher: Launcher;
  limit: ProcessLimit;
}

/** Launches a stage that is about to run: what is left to make ready for it is made meanwhile. */
export async function launchStage(kept: Pick<Kept, "order" | "note">, number: number): Promise<Launched> {
  const { order } = kept;
  const stage = order.stages[number];
  if (stage === undefined) {
    throw new Error(`There is no stage ${number}.`);
  }
  const name = `${order.executionId}-${number}`;
  prepareStage(order, stage);
  const limit = await limitProcesses(order, name);
  // Noted before anything runs in them, so that whoever comes after our death finds what to end.
  kept.note({ controlGroups: limit.kind === "control_groups" ? limit.folders : [], launcher: null, init: null });
  const launcher = launch({ order, stage, limit, isGathered: number > 0 });
  if (launcher.child.pid === undefined) {
    throw new Error("/bin/sh could not be started");
  }
  kept.note({ launcher: identifyProcess(launcher.child.pid) });
  return { name, launcher, limit };
}

/** Ends a stage that was launched and doesn't begin. */
export async function dismissStage({ state }: Pick<Kept, "state">, { launcher }: Launched): Promise<void> {
  launcher.dismiss();
  await endControlGroup(state().controlGroups);
}

/** Has a launched stage begin and watches it to its end. null: its self-test failed and it was refused, which is noted. */
export async function runStage(
  kept: Kept,
  { name, launcher, limit }: Launched,
  access: StageAccess,
): Promise<LaunchEnd | null> {
  const { child } = launcher;
  if (child.pid === undefined || child.stdout === null || child.stderr === null) {
    throw new Error("/bin/sh could not be started");
  }
  const output = readOutput(child.stdout, child.stderr);
  const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  launcher.go(access);
  const ended = { asked: null as EnvironmentExitReason | null };
  const end = (reason: EnvironmentExitReason) => {
    ended.asked ??= reason;
    killAll(kept.state());
  };
  const watching = watchLimits({
    ...kept,
    launcherPid: child.pid,
    isMemoryLimited: limit.kind !== "resource_limit",
    isStalled: memoryStalls(),
    controlGroups: () => kept.state().controlGroups,
    end,
  });
  const isAccepted = await readVerdict(kept, { name, output, isAsked: () => ended.asked !== null });
  if (!isAccepted) {
    killAll(kept.state());
  }
  const [exitCode, signal] = await closed;
  const isDiskFull = await watching.finish();
  const outOfMemoryKills = countOutOfMemoryKills(kept.state().controlGroups);
  // Whatever tried to outlive the runner must be gone before anything else happens to the environment.
  await endProcesses([kept.state().launcher, kept.state().init]);
  await endControlGroup(kept.state().controlGroups);
  return isAccepted
    ? { exitCode, signal, asked: ended.asked, isDiskFull, outOfMemoryKills, output: output.tail() }
    : null;
}

/** The first process inside takes all others with it, even those that are being forked at this moment. */
function killAll({ launcher, init }: EnvironmentState): void {
  for (const identity of [init, launcher]) {
    if (identity !== null) {
      killProcess(identity);
    }
  }
}

interface Starting {
  name: string;
  output: Output;
  /** Whether the keeper has ended the stage. */
  isAsked(): boolean;
}

/** Whether the self-test inside passed, or was cut short by us; notes what follows from it. */
async function readVerdict({ note, state }: Kept, { name, output, isAsked }: Starting): Promise<boolean> {
  const line = await output.verdict;
  const verdict = parseVerdict(line);
  if (verdict?.selfTest === "passed") {
    const pid = state().launcher?.pid ?? 0;
    const scope = findScopeFolder(pid, name);
    const controlGroups = scope === null ? state().controlGroups : [scope];
    note({ phase: "running", init: identifyChild(pid), controlGroups });
    return true;
  }
  if (verdict !== null) {
    note({ phase: "refused", reason: describeFailures(verdict.failed) });
    return false;
  }
  if (isAsked()) {
    return true;
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
