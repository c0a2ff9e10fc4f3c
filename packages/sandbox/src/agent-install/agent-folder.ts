import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import type { InstallRecipe } from "@catalyst/core";

/** The version name of an agent that a person brought along. */
export const OWN_VERSION = "own";

/** What must be known of an agent to install it; a structural part of the registry's entries. */
export interface InstallableAgent {
  id: string;
  name: string;
  install: InstallRecipe;
  custom?: { owner: "user" | "project" };
}

export interface InstalledAgent {
  version: string;
  /** What environments are told to use. */
  folderName: string;
  folder: string;
  executablePath: string;
}

export function agentFolder({ home, agentId, version }: { home: string; agentId: string; version: string }): string {
  return join(home, "agents", agentId, version);
}

/** Held by whoever installs or removes a version of the agent. */
export function agentLockPath(home: string, agentId: string): string {
  return join(home, "agents", `.${agentId}.lock`);
}

/** The installation that environments get: the person's own before the pinned version; null when there is none. */
export async function findInstalledAgent({
  home,
  agent,
}: {
  home: string;
  agent: InstallableAgent;
}): Promise<InstalledAgent | null> {
  if (agent.install.kind === "none") {
    return null;
  }
  const { version, folder: pinned = version } = agent.install;
  for (const [shown, folderName] of [
    [OWN_VERSION, OWN_VERSION],
    [version, pinned],
  ] as const) {
    const folder = agentFolder({ home, agentId: agent.id, version: folderName });
    const executablePath = join(folder, agent.install.executable);
    const isThere = await access(executablePath, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) {
      return { version: shown, folderName, folder, executablePath };
    }
  }
  return null;
}
