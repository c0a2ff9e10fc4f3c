import { randomUUID } from "node:crypto";
import { chmod, cp, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { withFileLock } from "@catalyst/machine";
import {
  agentFolder,
  agentLockPath,
  findInstalledAgent,
  type InstallableAgent,
  type InstalledAgent,
  OWN_VERSION,
} from "./agent-folder.ts";
import { findPackageFaults } from "./find-package-faults.ts";
import { INSTALL_MILLISECONDS } from "./place/place-input.ts";
import { checkNpm, placeNpmPackage } from "./place/place-npm-package.ts";
import { placePythonPackage } from "./place/place-python-package.ts";
import { findUnreachable, REGISTRY_WAYS_OUT, withPatience } from "./place/registry-patience.ts";
import { readAgentVersion } from "./read-agent-version.ts";

export interface InstallInput {
  home: string;
  agent: InstallableAgent;
  /** The whole environment of npm and pip: PATH, HOME, and what they need to reach their registries. */
  env: Record<string, string>;
  onProgress: (message: string) => void;
  /** Aborted: the installation is broken off, or no longer waited for, and the signal's reason thrown. */
  signal?: AbortSignal;
}

/**
 * Installs the pinned version of an agent. It is there whole or not at all: a kill midway leaves nothing that would be
 * taken for an installation. Of two at once one installs, and the other waits for it.
 */
export async function installAgent({ home, agent, env, onProgress, signal }: InstallInput): Promise<InstalledAgent> {
  const { install } = agent;
  if (install.kind === "none") {
    throw new CatalystError(
      "invalid_input",
      `Installing ${agent.name} failed: it needs no installation: environments have it.`,
    );
  }
  await refuseUnsafe(agent, env);
  const place = (folder: string) => {
    const input = { folder, env: withPatience(env), onProgress, signal };
    return install.kind === "npm" ? placeNpmPackage(install, input) : placePythonPackage(agent.name, install, input);
  };
  const wanted = { home, agent, version: install.folder ?? install.version, onProgress, signal };
  return oneAtATime(
    wanted,
    async () => (await findInstalledAgent({ home, agent })) ?? (await installWhole(wanted, place)),
  );
}

/**
 * What only a project describes is whatever anybody published. npm can be kept to its registry; pip builds, and so runs, a
 * dependency that is given as an address.
 */
async function refuseUnsafe(
  { id, name, install, custom }: InstallableAgent,
  env: Record<string, string>,
): Promise<void> {
  if (custom?.owner !== "project") {
    return;
  }
  if (install.kind === "pypi") {
    throw new CatalystError(
      "forbidden",
      `Installing ${name} failed: only the repository describes it, and a package from PyPI could run code on this machine while it is installed. Describe it yourself: copy .catalyst/agents/${id}.yaml to $CATALYST_HOME/agents.d/${id}.yaml`,
    );
  }
  await checkNpm(name, env);
}

/** Takes a person's own executable of the agent; it is used instead of the pinned version from then on. */
export async function adoptAgent({
  home,
  agent,
  from,
  onProgress,
}: {
  home: string;
  agent: InstallableAgent;
  from: string;
  onProgress: (message: string) => void;
}): Promise<InstalledAgent> {
  const { install } = agent;
  if (install.kind === "none") {
    throw new CatalystError(
      "invalid_input",
      `Adopting ${from} as ${agent.name} failed: it needs no installation: environments have it.`,
    );
  }
  if (!isOneFile(agent)) {
    throw new CatalystError(
      "invalid_input",
      `Adopting ${from} as ${agent.name} failed: ${agent.name} is a folder of many files, not one executable.`,
      { way: { kind: "install_agent", agent: agent.id } },
    );
  }
  if (!(await stat(from).catch(() => null))?.isFile()) {
    throw new CatalystError(
      "not_found",
      `Adopting ${from} as ${agent.name} failed: there is no such file. Give the path of the executable itself.`,
    );
  }
  const place = async (folder: string) => {
    onProgress(`copying ${from}`);
    const target = join(folder, install.executable);
    await mkdir(dirname(target), { recursive: true });
    await cp(from, target, { dereference: true });
    await chmod(target, 0o755);
  };
  const wanted = { home, agent, version: OWN_VERSION, onProgress };
  return oneAtATime(wanted, async () => {
    await rm(agentFolder({ home, agentId: agent.id, version: OWN_VERSION }), { recursive: true, force: true });
    return installWhole(wanted, place);
  });
}

/** Whether the agent is an executable that needs nothing beside it. */
function isOneFile({ install }: InstallableAgent): boolean {
  return install.kind === "npm" && !/\.js$|\.bin\//.test(install.executable);
}

interface Wanted {
  home: string;
  agent: InstallableAgent;
  version: string;
  onProgress: (message: string) => void;
  signal?: AbortSignal;
}

/** Two processes that install the same take turns. It may be the first that happens in a home, which is for its user alone. */
async function oneAtATime(
  { home, agent, onProgress, signal }: Wanted,
  work: () => Promise<InstalledAgent>,
): Promise<InstalledAgent> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const lock = {
    path: agentLockPath(home, agent.id),
    waitSeconds: INSTALL_MILLISECONDS / 1000,
    purpose: `Installing ${agent.id}`,
    onWait: () => onProgress("waiting for another process that installs it"),
    signal,
  };
  return withFileLock(lock, work);
}

async function installWhole(
  { home, agent, version, onProgress, signal }: Wanted,
  place: (folder: string) => Promise<void>,
): Promise<InstalledAgent> {
  const folder = agentFolder({ home, agentId: agent.id, version });
  await removeUnfinished(dirname(folder));
  const fresh = join(dirname(folder), `.${version}.${randomUUID()}`);
  try {
    await unlessAborted(place(fresh), signal);
    await checkStart(agent, fresh, onProgress);
    await rename(fresh, folder);
  } catch (cause) {
    signal?.throwIfAborted();
    throw explain(agent, cause);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  const installed = await findInstalledAgent({ home, agent });
  if (installed === null) {
    throw new CatalystError(
      "prerequisite_missing",
      `Installing ${agent.name} failed: ${folder} holds no executable. Remove that folder, then try again.`,
    );
  }
  return installed;
}

/** Doesn't wait for what an installer left running that was told to end. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    signal?.throwIfAborted();
    await Promise.race([work, aborted.promise]);
  } finally {
    signal?.removeEventListener("abort", abort);
    // It may fail after it isn't waited for any more.
    work.catch(() => undefined);
  }
}

/** What was left by installations and removals that were killed: who has the lock is the only one at it. */
async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.startsWith("."))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** What only a project asked for is started in environments and nowhere else. */
async function checkStart(agent: InstallableAgent, folder: string, onProgress: Wanted["onProgress"]): Promise<void> {
  const { install, custom } = agent;
  if (install.kind === "none" || custom?.owner === "project") {
    return;
  }
  onProgress("checking that it runs");
  try {
    await readAgentVersion(join(folder, install.executable), install.versionArgs);
  } catch (cause) {
    const faults = install.kind === "npm" ? await findPackageFaults(folder, install.package) : [];
    throw faults.length === 0 ? cause : startFailure(agent, { cause, faults });
  }
}

function startFailure(
  { id, name }: InstallableAgent,
  { cause, faults }: { cause: unknown; faults: string[] },
): CatalystError {
  const said = (cause as { shortMessage?: string }).shortMessage ?? String(cause);
  return new CatalystError(
    "prerequisite_missing",
    `Installing ${name} failed: it doesn't start (${said.split("\n", 1)[0]}).\n${faults.join("\n")}`,
    { cause, way: { kind: "bring_agent", agent: id } },
  );
}

function explain(agent: InstallableAgent, cause: unknown): CatalystError {
  if (cause instanceof CatalystError) {
    return cause;
  }
  const { all, stderr, shortMessage, message } = cause as {
    all?: string;
    stderr?: string;
    shortMessage?: string;
    message?: string;
  };
  const output = (all || stderr || shortMessage || message || String(cause)).trim();
  const unreachable = agent.install.kind === "none" ? null : findUnreachable(output);
  const said =
    unreachable === null || agent.install.kind === "none"
      ? output.split("\n").slice(-6).join("\n")
      : `${unreachable}\n${REGISTRY_WAYS_OUT[agent.install.kind]}`;
  return new CatalystError("prerequisite_missing", `Installing ${agent.name} failed:\n${said}`, {
    cause,
    way: { kind: "install_again", agent: agent.id, isOneFile: isOneFile(agent) },
  });
}
