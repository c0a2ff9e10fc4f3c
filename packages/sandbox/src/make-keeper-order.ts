import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENT_PATHS, type EnvironmentRequest } from "@catalyst/core";
import { bubblewrapArguments, type EnvironmentSources } from "./bubblewrap/bubblewrap-arguments.ts";
import { BUBBLEWRAP_PATH, SELF_TEST_INSIDE } from "./bubblewrap/fixed-paths.ts";
import { readHostRoot } from "./bubblewrap/host-root.ts";
import type { Account, KeeperOrder } from "./keeper/keeper-order.ts";
import { pathsIn } from "./keeper/prepare-folder.ts";
import type { LocalEnvironmentOptions } from "./local-environment-provider.ts";
import { seccompFilter } from "./seccomp/seccomp-filter.ts";
import type { Architecture } from "./seccomp/system-calls.ts";

interface Wanted {
  request: EnvironmentRequest;
  folder: string;
  options: LocalEnvironmentOptions;
}

const STAGES = ["/mnt", "/media", "/srv", "/opt", "/run", "/var/tmp"];
/** Neither handed out to people and services, nor by systemd or container tools to theirs. */
const FIRST_ACCOUNT = 1_900_000_000;
const ACCOUNTS = 2 ** 24;
const NOBODY = 65_534;

/** Decides all there is to decide about an environment before its keeper starts. */
export function makeKeeperOrder({ request, folder, options }: Wanted): KeeperOrder {
  const outside = findSources({ request, folder, options });
  const account = chooseAccount(request.executionId, Object.values(outside));
  const sources = account.kind === "separate" ? onStage(outside, account.stage) : outside;
  return {
    executionId: request.executionId,
    folder,
    limits: request.limits,
    timeoutSeconds: request.timeoutSeconds,
    job: request.job,
    account,
    gathered: Object.entries(outside).flatMap(([name, source]) =>
      source === null ? [] : [[source, name] satisfies [string, string]],
    ),
    bubblewrapPath: options.bubblewrapPath ?? BUBBLEWRAP_PATH,
    bubblewrapArguments: bubblewrapArguments({ sources, limits: request.limits, hostRoot: readHostRoot() }),
    command: [ENVIRONMENT_PATHS.node, "--import", SELF_TEST_INSIDE, ENVIRONMENT_PATHS.runner],
    seccompFilter: seccompFilter(process.arch as Architecture).toString("base64"),
    controlGroupRoot: "/sys/fs/cgroup",
  };
}

function findSources({ request, folder, options }: Wanted): EnvironmentSources {
  const { given, written } = pathsIn(folder);
  return {
    node: options.nodePath,
    runner: options.runnerPath,
    selfTest: join(import.meta.dirname, "inside/self-test.mjs"),
    agent: options.agentFolder(request.agentId, request.agentVersion),
    mirror: options.mirrorFolder(request.repoId),
    gatewayFolder: options.gatewayFolder,
    given,
    written,
  };
}

function onStage(outside: EnvironmentSources, stage: string): EnvironmentSources {
  const staged = Object.entries(outside).map(([name, source]) => [name, source === null ? null : join(stage, name)]);
  return Object.fromEntries(staged) as EnvironmentSources;
}

function chooseAccount(executionId: string, sources: (string | null)[]): Account {
  if (process.getuid?.() !== 0) {
    return { kind: "own" };
  }
  const stage = STAGES.find((path) => existsSync(path) && !sources.some((source) => source?.startsWith(`${path}/`)));
  if (stage === undefined) {
    throw new Error(`None of ${STAGES.join(", ")} is free to be covered for the environment.`);
  }
  const number = createHash("sha256").update(executionId).digest().readUInt32BE(0) % ACCOUNTS;
  const uid = FIRST_ACCOUNT + number;
  // Within a container only some accounts may exist at all.
  return { kind: "separate", uid: canBecome(uid) ? uid : NOBODY, stage };
}

function canBecome(uid: number): boolean {
  const ranges = readFileSync("/proc/self/uid_map", "utf8").trim().split("\n");
  return ranges.some((range) => {
    const [first = 0, , count = 0] = range.trim().split(/\s+/).map(Number);
    return uid >= first && uid < first + count;
  });
}
