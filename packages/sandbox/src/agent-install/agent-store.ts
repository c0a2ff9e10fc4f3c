import { existsSync, readdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CatalystError, type DiskStore } from "@catalyst/core";
import { withFileLock } from "@catalyst/machine";
import { removeFolder } from "../remove-folder.ts";
import { agentFolder, agentLockPath, OWN_VERSION } from "./agent-folder.ts";

const DROPPED = ".dropped-";

/** Installed versions of agents in a home, as `<agent>/<version>`, but for those that a person brought. */
export function agentStore(home: string): DiskStore {
  const folder = join(home, "agents");
  const pathOf = (id: string) => {
    const [agentId = "", version = ""] = id.split("/");
    return { agentId, version, path: agentFolder({ home, agentId, version }) };
  };
  return {
    async list() {
      const ids = listFolders(folder).flatMap((agentId) =>
        listFolders(join(folder, agentId))
          .filter((version) => version !== OWN_VERSION)
          .map((version) => `${agentId}/${version}`),
      );
      return ids.map((id) => ({ id, usedAt: statSync(pathOf(id).path).mtime }));
    },
    async remove(id, unusedSince) {
      const { agentId, version, path } = pathOf(id);
      const lock = { path: agentLockPath(home, agentId), waitSeconds: 0, purpose: `Removing ${id}` };
      try {
        return await withFileLock(lock, async () => {
          const dropped = join(dirname(path), `${DROPPED}${version}`);
          await removeFolder(dropped);
          // Nothing comes between these two: whoever uses it touches it first.
          if (!existsSync(path) || statSync(path).mtime >= unusedSince) {
            return false;
          }
          renameSync(path, dropped);
          await removeFolder(dropped);
          return true;
        });
      } catch (error) {
        if (error instanceof CatalystError && error.code === "unavailable") {
          // Somebody installs one of this agent.
          return false;
        }
        throw error;
      }
    },
  };
}

/** Those whose names don't begin with a dot: what is being installed or removed isn't there yet, or any more. */
function listFolders(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
        one.isDirectory() && !one.name.startsWith(".") ? [one.name] : [],
      )
    : [];
}
