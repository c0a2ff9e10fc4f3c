import { join } from "node:path";
import { WRITTEN_FOLDERS } from "../disk/prepare-folder.ts";
import type { KeeperOrder } from "../keeper-order.ts";
import { run } from "../run.ts";

/** Copies home and workspace into those that are in `target`, where they become the environment's own. Rejects when they can't be copied whole. */
export async function copyWritten({ account }: KeeperOrder, source: string, target: string): Promise<void> {
  for (const name of WRITTEN_FOLDERS) {
    // Not through `join`, which would lose the dot: the contents are meant, and the folder is there.
    await copy(`${join(source, name)}/.`, join(target, name));
    if (account.kind === "separate") {
      const owner = `${account.uid}:${account.uid}`;
      await run("chown", ["--recursive", "--no-dereference", owner, "--", join(target, name)]);
    }
  }
}

/** Copies links as links and pipes as pipes. The copy dies with the keeper, as everything of an environment does. */
export async function copy(source: string, target: string): Promise<void> {
  await run("setpriv", ["--pdeathsig", "KILL", "--", "cp", "--archive", "--reflink=auto", "--", source, target]);
}
