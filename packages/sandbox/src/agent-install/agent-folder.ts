import { access, constants } from "node:fs/promises";
import { join } from "node:path";

/** The version name of an agent that a person brought along. */
export const OWN_VERSION = "own";

interface PinnedPackage {
  package: string;
  version: string;
  executable: string;
  versionArgs?: readonly string[];
  folder?: string;
}

/** What must be known of an agent to install it; a structural part of the registry's entries. */
export interface InstallableAgent {
  id: string;
  name: string;
  install:
    | ({ kind: "npm" } & PinnedPackage)
    | ({ kind: "pypi"; pythonVersions?: readonly string[] } & PinnedPackage)
    | { kind: "none" };
  custom?: { owner: "user" | "project" };
}

export interface InstalledAgent {
  /** The folder's name: what an environment is told to use. */
  version: string;
  folder: string;
  executablePath: string;
}

export function agentFolder({ home, agentId, version }: { home: string; agentId: string; version: string }): string {
  return join(home, "agents", agentId, version);
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
  for (const version of [OWN_VERSION, agent.install.folder ?? agent.install.version]) {
    const folder = agentFolder({ home, agentId: agent.id, version });
    const executablePath = join(folder, agent.install.executable);
    const isThere = await access(executablePath, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) {
      return { version, folder, executablePath };
    }
  }
  return null;
}
