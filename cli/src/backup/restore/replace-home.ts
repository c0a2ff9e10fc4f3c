import { mkdir, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { isReplaced } from "../home-parts.ts";

/** What of a home a restore would replace; none: it is empty. */
export async function listReplaced(home: string): Promise<string[]> {
  return (await readdir(home)).filter(isReplaced);
}

/**
 * Puts what is in the folder into the home. What was there, and would be replaced, is moved aside before; where to, or null where nothing was. Each step is a
 * rename: after a crash all of it is there, in one of the two places.
 */
export async function replaceHome(home: string, folder: string): Promise<string | null> {
  const old = await listReplaced(home);
  const aside = old.length === 0 ? null : join(home, `replaced-${Date.now()}`);
  if (aside !== null) {
    await mkdir(aside, { mode: 0o700 });
    for (const name of old) {
      await rename(join(home, name), join(aside, name));
    }
  }
  for (const name of await readdir(folder)) {
    await rename(join(folder, name), join(home, name));
  }
  return aside;
}
