import { randomUUID } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { execa } from "execa";
import {
  agentFolder,
  findInstalledAgent,
  type InstallableAgent,
  type InstalledAgent,
  OWN_VERSION,
} from "./agent-folder.ts";
import { placeNpmPackage } from "./place-npm-package.ts";
import { placePythonPackage } from "./place-python-package.ts";

const VERSION_MILLISECONDS = 60_000;

export interface InstallInput {
  home: string;
  agent: InstallableAgent;
  /** The whole environment of npm and pip: PATH, HOME, and what they need to reach their registries. */
  env: Record<string, string>;
  onProgress: (message: string) => void;
}

/**
 * Installs the pinned version of an agent. It is there whole or not at all: a kill midway leaves nothing that would be
 * taken for an installation, and two at once end with one.
 */
export async function installAgent({ home, agent, env, onProgress }: InstallInput): Promise<InstalledAgent> {
  const { install } = agent;
  if (install.kind === "none") {
    throw new CatalystError(
      "invalid_input",
      `Installing ${agent.name} failed: it comes with Catalyst and needs no installation.`,
    );
  }
  const place = (folder: string) =>
    install.kind === "npm"
      ? placeNpmPackage(install, { folder, env, onProgress })
      : placePythonPackage(agent.name, install, { folder, env, onProgress });
  return installWhole({ home, agent, version: install.version, onProgress }, place);
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
      `Adopting ${from} as ${agent.name} failed: it comes with Catalyst and has no executable.`,
    );
  }
  if (install.kind === "pypi") {
    throw new CatalystError(
      "invalid_input",
      `Adopting ${from} as ${agent.name} failed: ${agent.name} is a folder of Python packages, not one executable. Install the pinned version: catalyst agents install ${agent.id}`,
    );
  }
  if (!(await stat(from).catch(() => null))?.isFile()) {
    throw new CatalystError(
      "not_found",
      `Adopting ${from} as ${agent.name} failed: there is no such file. Give the path of the executable itself.`,
    );
  }
  await rm(agentFolder({ home, agentId: agent.id, version: OWN_VERSION }), { recursive: true, force: true });
  const place = async (folder: string) => {
    onProgress(`copying ${from}`);
    const target = join(folder, install.executable);
    await mkdir(dirname(target), { recursive: true });
    await cp(from, target, { dereference: true });
    await chmod(target, 0o755);
  };
  return installWhole({ home, agent, version: OWN_VERSION, onProgress }, place);
}

/** What the installed executable says of its version, run with a fresh home and no settings of the caller. */
export async function readAgentVersion(executablePath: string): Promise<string> {
  // It must be there and writable: some CLIs make their folders below it whatever they are asked.
  const home = await mkdtemp(join(tmpdir(), "catalyst-version-"));
  try {
    const { stdout } = await execa(executablePath, ["--version"], {
      env: { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: home, DISABLE_AUTOUPDATER: "1" },
      extendEnv: false,
      cwd: "/",
      timeout: VERSION_MILLISECONDS,
      stdin: "ignore",
    });
    return stdout.trim();
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

interface Wanted {
  home: string;
  agent: InstallableAgent;
  version: string;
  onProgress: (message: string) => void;
}

async function installWhole(
  { home, agent, version, onProgress }: Wanted,
  place: (folder: string) => Promise<void>,
): Promise<InstalledAgent> {
  const folder = agentFolder({ home, agentId: agent.id, version });
  const fresh = join(dirname(folder), `.${version}.${randomUUID()}`);
  try {
    await place(fresh);
    onProgress("checking that it runs");
    await readAgentVersion(join(fresh, agent.install.kind === "none" ? "" : agent.install.executable));
    await rename(fresh, folder).catch((error: NodeJS.ErrnoException) => {
      // Another process installed the same meanwhile.
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") {
        throw error;
      }
    });
  } catch (cause) {
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
  const said = (all || stderr || shortMessage || message || String(cause)).trim().split("\n").slice(-6).join("\n");
  const own = `, or bring your own: catalyst agents install ${agent.id} --from <executable>`;
  return new CatalystError(
    "prerequisite_missing",
    `Installing ${agent.name} failed:\n${said}\nMend that and try again (catalyst agents install ${agent.id})${agent.install.kind === "npm" ? own : "."}`,
    { cause },
  );
}
