import type { EnvironmentExitReason, StageAccess } from "@catalyst/core";
import { findNextStage, RUNNER_EXIT_CODES } from "@catalyst/core/apart";
import { type DiskLimit, limitDisk } from "../disk/disk-limit.ts";
import { gatherSources } from "../disk/gather-sources.ts";
import type { EarlyDisk } from "../disk/mount-disk.ts";
import { makeWrittenFolders, pathsIn, prepareFolder } from "../disk/prepare-folder.ts";
import type { KeeperOrder, StageOrder } from "../keeper-order.ts";
import { keepSetup, keepsSetup, renewVerified } from "../setup/kept-setup.ts";
import { restoreSetup, saveSetup } from "../setup/setup-cache.ts";
import { GatewayAbsent, waitForGateway } from "../wait-for-gateway.ts";
import { beginStage } from "./begin-stage.ts";
import { dismissStage, type Kept, type LaunchEnd, type Launched, launchStage, runStage } from "./run-stage.ts";

interface Environment extends Omit<Kept, "disk" | "deadline"> {
  /** What was mounted before the order was there. */
  early: EarlyDisk | null;
}

/** Ends that the runner chose: a process that died for want of memory or disk was not its own. */
const OWN_ENDS: (number | null)[] = [
  RUNNER_EXIT_CODES.done,
  RUNNER_EXIT_CODES.notVerified,
  RUNNER_EXIT_CODES.notCompleted,
];

/** Runs the environment's stages, one after the other, as long as one more is needed. */
export async function runStages(environment: Environment): Promise<void> {
  const { order, note, state } = environment;
  prepareFolder(order);
  let places: Places | null = null;
  let deadline = Number.POSITIVE_INFINITY;
  for (let next = findNextStage(state().stages); next !== null; ) {
    const number = next;
    const launched = await launchStage(environment, number);
    const ready: Ready = await makeReady(environment, number, places).catch(async (error: unknown) => {
      await dismissStage(environment, launched);
      throw error;
    });
    if (places === null) {
      deadline = Date.now() + order.timeoutSeconds * 1000;
      note({ facts: [launched.limit.fact, ...ready.places.facts] });
    }
    places = ready.places;
    const end = await runReady({ ...environment, disk: ready.disk, deadline }, launched, ready.entered);
    if (end === null) {
      return;
    }
    noteEnd(environment, number, end);
    next = findNextStage(state().stages);
    if (next === null) {
      note({ phase: "exited", exit: { ...describeEnd(end), output: end.output } });
    } else if (number === 0) {
      await keepPrepared(environment, places);
    }
  }
}

async function runReady(kept: Kept, launched: Launched, entered: Entered): Promise<LaunchEnd | null> {
  if (entered.kind === "begun") {
    return runStage(kept, launched, entered.access);
  }
  await dismissStage(kept, launched);
  return entered.end;
}

interface Ready {
  entered: Entered;
  places: Places;
  /** Of what the stage writes, whose home and workspace are as it shall find them. */
  disk: DiskLimit;
}

/** All that a stage needs beside its launcher. What was made for the first one is there for the others. */
async function makeReady(environment: Environment, number: number, made: Places | null): Promise<Ready> {
  const { order } = environment;
  const coming = made === null ? waitForGateway(environment) : Promise.resolve();
  const isVerify = order.stages[number]?.kind === "verify";
  const [entered, places] = await Promise.all([
    coming.then(() => enter(environment, number)),
    makePlaces(environment, made).then(async (there) => {
      await (isVerify ? renewVerified(order) : null);
      return there;
    }),
  ]);
  if (made === null) {
    gatherSources(order);
  }
  return { entered, places, disk: (isVerify ? places.verified : null) ?? places.written };
}

type Entered = { kind: "begun"; access: StageAccess } | { kind: "ended"; end: LaunchEnd };

/** A stage without tokens doesn't run: it ends as if its runner had been told so. Nothing at all runs without the first one's. */
async function enter({ order, stop, state }: Environment, number: number): Promise<Entered> {
  const { job } = order.stages[number] as StageOrder;
  try {
    const access = await beginStage(job, { ...order, signal: stop });
    return access === null
      ? { kind: "ended", end: endedBy({ exitCode: RUNNER_EXIT_CODES.grantEnded, asked: null }) }
      : { kind: "begun", access };
  } catch (error) {
    if (!(error instanceof GatewayAbsent) || state().phase === "starting") {
      throw error;
    }
    const asked = stop.aborted ? "destroyed" : null;
    return { kind: "ended", end: endedBy({ exitCode: RUNNER_EXIT_CODES.outage, asked, output: error.message }) };
  }
}

function endedBy(end: Pick<LaunchEnd, "exitCode" | "asked"> & { output?: string }): LaunchEnd {
  return { output: "", ...end, signal: null, isDiskFull: false, outOfMemoryKills: 0 };
}

interface Places {
  written: DiskLimit;
  /** A place of its own, so that nothing of the agent's can fill it; null where nothing verifies. */
  verified: DiskLimit | null;
  /** Whether an earlier environment's setup is in them. */
  isHit: boolean;
  facts: string[];
}

async function makePlaces({ order, early }: Environment, made: Places | null): Promise<Places> {
  if (made !== null) {
    return made;
  }
  const paths = pathsIn(order.folder);
  const isVerified = order.stages.some(({ kind }) => kind === "verify");
  const [written, verified] = await Promise.all([
    limitDisk(order, paths.written, early),
    isVerified ? limitDisk(order, paths.verified) : null,
    // Many small files are copied much faster to a file system of their own than to the machine's.
    keepsSetup(order) ? limitDisk(order, paths.setup) : null,
  ]);
  makeWrittenFolders(order, paths.written);
  const { isHit, facts } = await restoreSetup(order);
  return { written, verified, isHit, facts: [written.fact, ...describeAccount(order), ...facts] };
}

/**
 * What the first stage prepared, before anything of an agent comes to it. Later environments get what a setup made of files
 * that the project's owner trusts, never what others' files made.
 */
async function keepPrepared({ order, note, state }: Environment, { isHit }: { isHit: boolean }): Promise<void> {
  if (keepsSetup(order)) {
    await keepSetup(order);
  }
  const facts = isHit || order.stages[0]?.kind !== "setup" ? [] : await saveSetup(order);
  note({ facts: [...state().facts, ...facts] });
}

function describeAccount({ account }: KeeperOrder): string[] {
  return account.kind === "separate"
    ? [`Its processes belong to account ${account.uid}, which owns nothing else.`]
    : [];
}

function noteEnd({ note, state }: Environment, number: number, launched: LaunchEnd): void {
  const { outOfMemoryKills: kills } = launched;
  const facts = kills === 0 ? [] : [`The kernel ended ${kills} of its processes for want of memory.`];
  const end = describeEnd(launched);
  note({
    facts: [...state().facts, ...facts],
    stages: state().stages.map((stage, index) => (index === number ? { ...stage, end } : stage)),
  });
}

function describeEnd(end: LaunchEnd) {
  const measured = { exitCode: end.asked === null ? end.exitCode : null, reason: findReason(end) };
  return end.outOfMemoryKills === 0 ? measured : { ...measured, outOfMemoryKills: end.outOfMemoryKills };
}

function findReason({ exitCode, signal, asked, isDiskFull, outOfMemoryKills }: LaunchEnd): EnvironmentExitReason {
  if (asked !== null) {
    return asked;
  }
  if (OWN_ENDS.includes(exitCode)) {
    return "exited";
  }
  if (exitCode === RUNNER_EXIT_CODES.diskFull) {
    return "disk_full";
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
