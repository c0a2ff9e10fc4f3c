import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentLimits, EnvironmentStatus } from "@catalyst/core";
import { StageJob } from "@catalyst/core/apart/environment";
import { BUBBLEWRAP_PATH } from "../bubblewrap/fixed-paths.ts";
import { run } from "../keeper/run.ts";
import { openTrialGateway } from "../keepers/trial-gateway.ts";
import { countThreads } from "../limits/resource-limit.ts";
import type { LocalEnvironmentOptions } from "../local-environment-options.ts";
import { localEnvironmentProvider } from "../local-environment-provider.ts";
import { removeFolder } from "../remove-folder.ts";
import { findObstacles, type IsolationFinding } from "./find-obstacles.ts";

interface IsolationCheck {
  /** The Node binary (24 or newer) that would run inside. */
  nodePath: string;
  /** What the trial environment gets; what the environments of this machine get shows what they will meet. */
  limits: EnvironmentLimits;
  /** Where environments are made; folders are made there for the trial and removed again. */
  home: string;
  bubblewrapPath?: string;
}

const OLDEST_VERSION = [0, 8] as const;
const TRIAL_TIMEOUT_SECONDS = 30;

/** Starts a real environment, whose self-test decides, and tells what was found and how to mend it. */
export async function checkIsolation({
  home,
  nodePath,
  limits,
  bubblewrapPath = BUBBLEWRAP_PATH,
}: IsolationCheck): Promise<IsolationFinding[]> {
  // Not among the home's own environments: the worker removes those that it doesn't know.
  const trialHome = mkdtempSync(join(home, "catalyst-isolation-"));
  // As short as the real one, as the paths of sockets are.
  const gatewayFolder = mkdtempSync(join(home, "g"));
  const options = {
    home: trialHome,
    cacheFolder: join(home, "cache"),
    nodePath,
    runnerPath: join(import.meta.dirname, "../inside/idle-runner.mjs"),
    gatewayFolder,
    agentFolder: () => null,
    mirrorFolder: () => null,
    bubblewrapPath,
  };
  try {
    const obstacles = findObstacles(options);
    if (obstacles.length > 0) {
      return obstacles;
    }
    const [status, version] = await Promise.all([tryEnvironment(options, limits), checkVersion(bubblewrapPath)]);
    return [version, ...describeTrial(status)];
  } finally {
    await Promise.all([removeFolder(gatewayFolder), removeFolder(trialHome)]);
  }
}

async function checkVersion(bubblewrapPath: string): Promise<IsolationFinding> {
  const words = (await run(bubblewrapPath, ["--version"]).catch(() => "")).trim();
  const version = /(\d+)\.(\d+)/.exec(words);
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)];
  const ok = major > OLDEST_VERSION[0] || minor >= OLDEST_VERSION[1];
  const remedy = ok ? "" : "Install bubblewrap 0.8 or newer, for example from Debian 12 or Ubuntu 24.04.";
  return {
    name: "bubblewrap",
    ok,
    detail: `${words || "It didn't tell its version"} at ${bubblewrapPath}.`,
    remedy,
  };
}

async function tryEnvironment(options: LocalEnvironmentOptions, limits: EnvironmentLimits): Promise<EnvironmentStatus> {
  const provider = localEnvironmentProvider(options);
  const executionId = randomUUID();
  await provider.prepare(executionId);
  const gateway = await openTrialGateway(options.gatewayFolder, executionId);
  try {
    return await provider.ensure({
      executionId,
      agentId: "script",
      agentVersion: null,
      repoId: randomUUID(),
      limits,
      timeoutSeconds: TRIAL_TIMEOUT_SECONDS,
      stages: [{ job: idleJob(executionId), isWorkspaceReadOnly: false }],
      setupCache: null,
    });
  } finally {
    await provider.destroy(executionId);
    gateway.close();
  }
}

/** Nothing of it is done. */
function idleJob(executionId: string): StageJob {
  const commit = "0".repeat(40);
  return StageJob.parse({
    ...{ executionId, stageNumber: 0, stage: "agent", prompt: "" },
    agent: { id: "script", model: null, provider: null },
    repository: { baseCommit: commit, branch: "trial", baseBranch: "trial" },
    author: { name: "Catalyst", email: "catalyst@localhost" },
    ...{ leftoverCommitMessage: "-", timeoutSeconds: TRIAL_TIMEOUT_SECONDS, graceSeconds: 0 },
  });
}

function describeTrial(status: EnvironmentStatus): IsolationFinding[] {
  if (status.kind === "refused") {
    return [{ name: "isolation", ok: false, detail: status.reason, remedy: findRemedy(status.reason) }];
  }
  if (status.kind !== "running" && status.kind !== "exited") {
    return [
      {
        name: "isolation",
        ok: false,
        detail: "A trial environment didn't start in time.",
        remedy: "Try again when the machine is less busy.",
      },
    ];
  }
  const limits = status.facts.map((detail) => ({
    name: "limits",
    ok: true,
    detail,
    remedy: suggestBetterLimit(detail),
  }));
  return [
    { name: "isolation", ok: true, detail: "A trial environment started and its self-test passed.", remedy: "" },
    ...limits,
  ];
}

function suggestBetterLimit(fact: string): string {
  return fact.includes("by measuring") ? "The kernel itself can limit it when Catalyst runs as root." : "";
}

function findRemedy(reason: string): string {
  const isUsedUp = /Resource temporarily unavailable|EAGAIN|Cannot fork/i.test(reason);
  return isUsedUp
    ? `Your account runs ${countThreads(process.getuid?.() ?? 0)} processes and threads and may not start more (see: ulimit -u). End some, or raise the limit.`
    : findNamespaceRemedy();
}

/** The usual reasons why a kernel refuses namespaces to processes without rights, in the order of their likelihood. */
function findNamespaceRemedy(): string {
  const settings = [
    {
      file: "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
      bad: "1",
      command:
        "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, and apparmor_parser -R /etc/apparmor.d/bwrap-userns-restrict where that profile is loaded",
    },
    {
      file: "/proc/sys/kernel/unprivileged_userns_clone",
      bad: "0",
      command: "sysctl -w kernel.unprivileged_userns_clone=1",
    },
    { file: "/proc/sys/user/max_user_namespaces", bad: "0", command: "sysctl -w user.max_user_namespaces=65536" },
  ];
  const setting = settings.find(({ file, bad }) => readSetting(file) === bad);
  return setting === undefined
    ? "In a container: allow it user namespaces, mounts and an unmasked /proc (for example docker run --privileged), or run Catalyst on the machine itself."
    : `This machine forbids user namespaces. Allow them: ${setting.command}`;
}

function readSetting(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}
