import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeeperOrder } from "../keeper-order.ts";
import { pathsIn } from "./prepare-folder.ts";

/**
 * Writes the list of mounts that put everything the environment may see side by side, for an account that can't pass through
 * the folders where it really is. The first covers a folder that nothing needs, in the keeper's own mount namespace only.
 */
export function gatherSources({ folder, account, gathered }: KeeperOrder): void {
  if (account.kind === "own") {
    return;
  }
  const { gathered: place, mounts } = pathsIn(folder);
  mkdirSync(place);
  chmodSync(place, 0o755);
  for (const [source, name] of gathered) {
    makeMountPoint(source, join(place, name));
  }
  const lines = [[place, account.cover], ...gathered.map(([source, name]) => [source, join(account.cover, name)])];
  writeFileSync(
    mounts,
    lines.map(([source = "", target = ""]) => `${escapeField(source)} ${escapeField(target)} none bind 0 0\n`).join(""),
  );
}

function makeMountPoint(source: string, target: string): void {
  if (statSync(source).isDirectory()) {
    mkdirSync(target);
  } else {
    writeFileSync(target, "");
  }
}

/** fstab separates fields by blanks, and writes its special characters in octal. */
function escapeField(path: string): string {
  return path.replace(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
