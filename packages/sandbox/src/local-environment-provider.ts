import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentProvider, EnvironmentStatus } from "@catalyst/core";
import {
  CatalystError,
  EnvironmentExitReason,
  EnvironmentRequest,
  isSameStatus,
} from "@catalyst/core/apart/environment";
import { endControlGroup, endProcesses, isAlive, waitUntil } from "@catalyst/machine/apart";
import { z } from "zod";
import { BUBBLEWRAP_PATH } from "./bubblewrap/fixed-paths.ts";
import { type EnvironmentState, readState, writeState } from "./environment-state.ts";
import { findObstacles } from "./isolation/find-obstacles.ts";
import { cacheFolderOf, makeKeeperOrder } from "./keepers/make-keeper-order.ts";
import { readKeeperLog } from "./keepers/start-keeper.ts";
import { createWaitingKeepers } from "./keepers/waiting-keepers.ts";
import type { LocalEnvironmentOptions } from "./local-environment-options.ts";
import { removeFolder } from "./remove-folder.ts";
import { watchFolder } from "./watch-folder.ts";

const START_TIMEOUT_MILLISECONDS = 20_000;
const ExecutionId = z.uuid();
/** What another version's keeper ended it for is nothing that this one knows to judge. */
const KnownReason = EnvironmentExitReason.catch("lost");

/**
 * Environments on this machine, in bubblewrap. They outlive the process that started them, and any process with the same
 * home can find and end them. Where isolation can't be had, `ensure` answers `refused`; nothing ever runs without it.
 */
export function localEnvironmentProvider(options: LocalEnvironmentOptions): EnvironmentProvider {
  const environments = join(options.home, "environments");
  const folderOf = (executionId: string) => join(environments, ExecutionId.parse(executionId));
  const keepers = createWaitingKeepers({ ...options, cacheFolder: cacheFolderOf(options) });
  /** All have the same, but where settings change. */
  let lastDiskMib: number | null = null;
  const earlyDiskMib = () => (process.getuid?.() === 0 ? lastDiskMib : null);
  const listObstacles = () => findObstacles({ ...options, bubblewrapPath: options.bubblewrapPath ?? BUBBLEWRAP_PATH });

  async function prepare(executionId: string): Promise<void> {
    const folder = folderOf(executionId);
    if (readState(folder) === null && listObstacles().length === 0) {
      keepers.add(folder, earlyDiskMib());
    }
  }

  async function observe(executionId: string): Promise<EnvironmentStatus> {
    const folder = folderOf(executionId);
    const state = readState(folder);
    return state === null ? { kind: "absent" } : toStatus(await noticeLoss(folder, state));
  }

  function watch(executionId: string, known: EnvironmentStatus, signal: AbortSignal): Promise<void> {
    const isChanged = async () => !isSameStatus(await observe(executionId), known);
    return watchFolder(folderOf(executionId), isChanged, signal);
  }

  async function ensure(input: EnvironmentRequest): Promise<EnvironmentStatus> {
    const request = EnvironmentRequest.parse(input);
    const folder = folderOf(request.executionId);
    const found = await observe(request.executionId);
    if (found.kind !== "absent") {
      await waitForStart(folder, () => true);
      return observe(request.executionId);
    }
    const obstacles = listObstacles();
    if (obstacles.length > 0) {
      return refuse(obstacles.map(({ detail, remedy }) => `${detail} ${remedy}`).join(" "));
    }
    const order = makeKeeperOrder({ request, folder, options });
    const keeper = keepers.take(folder);
    lastDiskMib = request.limits.diskMib;
    keeper.give(order);
    await waitForStart(folder, keeper.hasEnded);
    const status = await observe(request.executionId);
    // A folder that is gone was destroyed meanwhile, which is no refusal.
    if (status.kind === "absent" && existsSync(folder)) {
      return refuse(`The environment's keeper ended before it began. Its last words: ${readKeeperLog(folder)}`);
    }
    options.log?.("environment ensured", { executionId: request.executionId, kind: status.kind });
    return status;
  }

  async function destroy(executionId: string): Promise<void> {
    const folder = folderOf(executionId);
    await keepers.dismiss(folder);
    const state = readState(folder);
    if (state !== null) {
      await endAll(state);
    }
    await removeFolder(folder);
    options.log?.("environment destroyed", { executionId });
    // After what was begun here there will be more.
    if (options.keepsNext === true && lastDiskMib !== null) {
      keepers.keepNext(earlyDiskMib());
    }
  }

  return { kind: "local", prepare, ensure, observe, watch, destroy, list: async () => listEnvironments(environments) };
}

/** Nothing ever runs without isolation. */
function refuse(reason: string): EnvironmentStatus {
  return { kind: "refused", code: "isolation", reason, facts: [] };
}

function listEnvironments(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => ExecutionId.safeParse(name).success);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return [];
    }
    throw error;
  }
}

/** Waits until the self-test has decided, by whomever it was started, or it is known to take longer. */
async function waitForStart(folder: string, hasEndedUnclaimed: () => boolean): Promise<void> {
  await waitUntil(() => {
    const state = readState(folder);
    return state === null
      ? hasEndedUnclaimed()
      : state.phase !== "starting" || state.detail !== null || !isAlive(state.keeper);
  }, START_TIMEOUT_MILLISECONDS);
}

/** The state, or `lost` when its keeper has died without a last word. */
async function noticeLoss(folder: string, state: EnvironmentState): Promise<EnvironmentState> {
  if (state.phase === "refused" || state.phase === "exited" || isAlive(state.keeper)) {
    return state;
  }
  // It may have written its last word between our two looks.
  const last = readState(folder) ?? state;
  if (last.phase === "refused" || last.phase === "exited") {
    return last;
  }
  await endAll(last);
  const lost: EnvironmentState = {
    ...last,
    phase: "exited",
    exit: { exitCode: null, reason: "lost", output: readKeeperLog(folder) },
  };
  writeState(folder, lost);
  return lost;
}

/** Ends the keeper first, so that nothing watches or starts any more, then whatever it kept. */
async function endAll({ keeper, launcher, init, controlGroups }: EnvironmentState): Promise<void> {
  await endProcesses([keeper, launcher, init]);
  await endControlGroup(controlGroups);
}

function toStatus({ phase, facts, stages, detail, since, reason, code, exit }: EnvironmentState): EnvironmentStatus {
  switch (phase) {
    case "starting":
      return { kind: "starting", detail, since: new Date(since) };
    case "running":
      return { kind: "running", facts };
    case "refused":
      return { kind: "refused", code, reason, facts: [] };
    case "exited":
      if (exit === null) {
        throw new CatalystError(
          "unavailable",
          "The environment's state says that it ended, but not how. Cancel its task: that removes it.",
        );
      }
      return { kind: "exited", ...exit, reason: KnownReason.parse(exit.reason), stages, facts };
    default:
      // It is neither gone nor at its end: whoever wrote that tells of its end, or its keeper's death does.
      return { kind: "starting", detail: "a keeper of another version", since: new Date(since) };
  }
}
