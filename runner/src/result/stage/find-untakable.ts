import { access, chmod, constants, lstat } from "node:fs/promises";
import { join } from "node:path";
import { showName } from "../../workspace/name-files.ts";

/** GitHub takes no larger file, and a push of it would fail as a whole. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;
const READABLE = 0o400;

/** The files that can't be taken. Those that their owner may not read are made readable. */
export async function findUntakable(
  names: string[],
  folder: string,
): Promise<{ excluded: string[]; leftOut: string[] }> {
  const excluded: string[] = [];
  for (const name of names) {
    const path = Buffer.concat([Buffer.from(join(folder, "/")), Buffer.from(name, "latin1")]);
    const found = await lstat(path).catch(() => null);
    if (found?.isFile() && found.size > MAX_FILE_BYTES) {
      excluded.push(name);
    } else if (found?.isFile()) {
      await access(path, constants.R_OK).catch(() => chmod(path, found.mode | READABLE).catch(() => undefined));
    }
  }
  return { excluded, leftOut: excluded.map((name) => `${showName(name)} (over 100 MiB)`) };
}
