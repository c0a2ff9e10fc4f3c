import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { removeFolder } from "../../remove-folder.ts";
import type { KeeperOrder } from "../keeper-order.ts";
import { makeWrittenFolders, pathsIn, WRITTEN_FOLDERS } from "../prepare-folder.ts";
import { copy, copyWritten } from "./copy-written.ts";

/** Keeps home and workspace as the first stage left them, where no agent comes. No process of the stage may be left. */
export async function keepSetup({ folder }: KeeperOrder): Promise<void> {
  const { written, setup } = pathsIn(folder);
  mkdirSync(setup, { mode: 0o700 });
  for (const name of WRITTEN_FOLDERS) {
    await copy(join(written, name), join(setup, name));
  }
}

/** Gives the next `verify` a home and a workspace as the setup left them, and nothing of an earlier one's. */
export async function renewVerified(order: KeeperOrder): Promise<void> {
  const { verified, setup } = pathsIn(order.folder);
  for (const name of WRITTEN_FOLDERS) {
    await removeFolder(join(verified, name));
  }
  makeWrittenFolders(order, verified);
  if (existsSync(setup)) {
    await copyWritten(order, setup, verified);
  }
}
