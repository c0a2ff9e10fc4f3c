import { join } from "node:path";
import { removeFolder } from "../../remove-folder.ts";
import { makeWrittenFolders, pathsIn, WRITTEN_FOLDERS } from "../disk/prepare-folder.ts";
import type { KeeperOrder } from "../keeper-order.ts";
import { run } from "../run.ts";
import { copy, copyWritten } from "./copy-written.ts";

/** Whether there is something to verify, and something that prepares it. */
export function keepsSetup({ stages }: KeeperOrder): boolean {
  const [first, ...others] = stages.map(({ kind }) => kind);
  return first !== "agent" && first !== "verify" && others.includes("verify");
}

/** Keeps home and workspace as the first stage left them, where no agent comes. No process of the stage may be left. */
export async function keepSetup({ folder }: KeeperOrder): Promise<void> {
  const { written, setup } = pathsIn(folder);
  for (const name of WRITTEN_FOLDERS) {
    await copyClosed(join(written, name), join(setup, name));
  }
}

/** What can't be read stops everyone but root; who made it so can open it as well. */
async function copyClosed(source: string, target: string): Promise<void> {
  try {
    await copy(source, target);
  } catch {
    await removeFolder(target);
    await run("chmod", ["-R", "u+rwX", "--", source]);
    await copy(source, target);
  }
}

/** Gives the next `verify` a home and a workspace as the setup left them, and nothing of an earlier one's. */
export async function renewVerified(order: KeeperOrder): Promise<void> {
  const { verified, setup } = pathsIn(order.folder);
  for (const name of WRITTEN_FOLDERS) {
    await removeFolder(join(verified, name));
  }
  makeWrittenFolders(order, verified);
  if (keepsSetup(order)) {
    await copyWritten(order, setup, verified);
  }
}
