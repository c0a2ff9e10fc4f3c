import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentRequest, EnvironmentStage } from "@catalyst/core";
import { gatewayFolderName } from "@catalyst/core/apart";
import { ENVIRONMENT_PATHS } from "@catalyst/core/apart/environment";
import { CONTROL_GROUP_ROOT } from "@catalyst/machine/apart";
import { boxArguments } from "../bubblewrap/box-arguments.ts";
import { bubblewrapArguments, type EnvironmentSources } from "../bubblewrap/bubblewrap-arguments.ts";
import { BUBBLEWRAP_PATH, READ_ONLY_WORKSPACE, SELF_TEST_INSIDE } from "../bubblewrap/fixed-paths.ts";
import { type HostRoot, readHostRoot } from "../bubblewrap/host-root.ts";
import { imageFolderIn, pathsIn } from "../keeper/disk/prepare-folder.ts";
import type { Account, KeeperOrder, StageOrder } from "../keeper/keeper-order.ts";
import { entryName, setupCacheFolder } from "../keeper/setup/cache-entries.ts";
import type { LocalEnvironmentOptions } from "../local-environment-options.ts";
import { seccompFilter } from "../seccomp/seccomp-filter.ts";
import type { Architecture } from "../seccomp/system-calls.ts";

interface Wanted {
  request: EnvironmentRequest;
  folder: string;
  options: LocalEnvironmentOptions;
}

const COVERABLE = ["/mnt", "/media", "/srv", "/opt", "/run", "/var/tmp"];
/** Neither handed out to people and services, nor by systemd or container tools to theirs. */
const FIRST_ACCOUNT = 1_900_000_000;
const ACCOUNTS = 2 ** 24;
const NOBODY = 65_534;

/** Decides all there is to decide about an environment before its keeper starts. */
export function makeKeeperOrder({ request, folder, options }: Wanted): KeeperOrder {
  const outside = findSources({ request, folder, options });
  const hostRoot = readHostRoot();
  const account = chooseAccount(request.executionId, Object.values(outside));
  const sources = account.kind === "separate" ? inCover(outside, account.cover) : outside;
  return {
    executionId: request.executionId,
    folder,
    limits: request.limits,
    timeoutSeconds: request.timeoutSeconds,
    stages: makeStages(request, { sources, hostRoot }),
    setupCache:
      request.setupCache === null
        ? null
        : { key: entryName({ ...request, ...request.setupCache }), folder: setupCacheFolder(options.home) },
    imageFolder: imageFolderIn(cacheFolderOf(options)),
    account,
    gatewaySocket: join(outside.gatewayFolder, "gateway.sock"),
    gateway: { socket: ENVIRONMENT_PATHS.gatewaySocket },
    ownGatewaySocket: join(options.gatewayFolder, "gateway.sock"),
    gathered: Object.entries(outside).flatMap(([name, source]) =>
      source === null ? [] : [[source, name] satisfies [string, string]],
    ),
    bubblewrapPath: options.bubblewrapPath ?? BUBBLEWRAP_PATH,
    runnerFilter: makeFilter({ canNest: true }),
    box: { bubblewrapArguments: boxArguments(hostRoot), filter: makeFilter({ canNest: false }) },
    controlGroupRoot: CONTROL_GROUP_ROOT,
  };
}

export function cacheFolderOf({ home, cacheFolder }: Pick<LocalEnvironmentOptions, "home" | "cacheFolder">): string {
  return cacheFolder ?? join(home, "cache");
}

/** What verifies sees nothing of the folders that an agent wrote. */
function makeStages(
  { stages, limits }: EnvironmentRequest,
  { sources, hostRoot }: { sources: EnvironmentSources; hostRoot: HostRoot },
): StageOrder[] {
  return stages.map(({ job, isWorkspaceReadOnly }) => {
    const written = job.stage === "verify" ? sources.verified : sources.written;
    if (written === null) {
      throw new Error("A stage that verifies has no place of its own.");
    }
    return {
      kind: job.stage,
      job,
      bubblewrapArguments: bubblewrapArguments({ sources, written, limits, hostRoot, isWorkspaceReadOnly }),
      command: command(isWorkspaceReadOnly),
    };
  });
}

function makeFilter(rights: { canNest: boolean }): string {
  return seccompFilter(process.arch as Architecture, rights).toString("base64");
}

/** The runner's arguments are the self-test's, which runs in the same process. */
function command(isWorkspaceReadOnly: boolean): string[] {
  const selfTestArguments = isWorkspaceReadOnly ? [READ_ONLY_WORKSPACE] : [];
  return [ENVIRONMENT_PATHS.node, SELF_TEST_INSIDE, ENVIRONMENT_PATHS.runner, ...selfTestArguments];
}

function findSources({ request, folder, options }: Wanted): EnvironmentSources {
  const { given, written, verified } = pathsIn(folder);
  return {
    node: options.nodePath,
    runner: options.runnerPath,
    bubblewrap: options.bubblewrapPath ?? BUBBLEWRAP_PATH,
    selfTest: join(import.meta.dirname, "../inside/self-test.mjs"),
    agent: options.agentFolder(request.agentId, request.agentVersion),
    mirror: options.mirrorFolder(request.repoId),
    gatewayFolder: join(options.gatewayFolder, gatewayFolderName(request.executionId)),
    given,
    written,
    verified: request.stages.some(isVerify) ? verified : null,
  };
}

function isVerify({ job }: EnvironmentStage): boolean {
  return job.stage === "verify";
}

function inCover(outside: EnvironmentSources, cover: string): EnvironmentSources {
  const covered = Object.entries(outside).map(([name, source]) => [name, source === null ? null : join(cover, name)]);
  return Object.fromEntries(covered) as EnvironmentSources;
}

function chooseAccount(executionId: string, sources: (string | null)[]): Account {
  if (process.getuid?.() !== 0) {
    return { kind: "own" };
  }
  const cover = COVERABLE.find((path) => existsSync(path) && !sources.some((source) => source?.startsWith(`${path}/`)));
  if (cover === undefined) {
    throw new Error(`None of ${COVERABLE.join(", ")} is free to be covered for the environment.`);
  }
  const number = createHash("sha256").update(executionId).digest().readUInt32BE(0) % ACCOUNTS;
  const uid = FIRST_ACCOUNT + number;
  // Within a container only some accounts may exist at all.
  return { kind: "separate", uid: canBecome(uid) ? uid : NOBODY, cover };
}

function canBecome(uid: number): boolean {
  const ranges = readFileSync("/proc/self/uid_map", "utf8").trim().split("\n");
  return ranges.some((range) => {
    const [first = 0, , count = 0] = range.trim().split(/\s+/).map(Number);
    return uid >= first && uid < first + count;
  });
}
