import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** What a repository of a backup consists of; all else of it is made anew, its configuration above all. */
const FILE =
  /^(?:results|quarantine)\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.git\/(?:packed-refs|shallow|secret-search\/[0-9a-f]{40}|objects\/[0-9a-f]{2}\/[0-9a-f]{38}|objects\/pack\/pack-[0-9a-f]{40}\.(?:pack|idx|rev))$/;
/** As git prints a ref; a name in which git would see a path, a pattern or an option is none. */
const REF = /^[0-9a-f]{40} refs(?:\/(?!\.)(?:(?!\.\.|@\{|\.lock(?:\/|$))[^\p{C} ~^:?*[\\/])+)+$/u;
const MAX_LINE_BYTES = 4096;

/** Whether a path, from the home on, is that of a file that a backup may have of a repository. */
export function isRepositoryFile(path: string): boolean {
  return FILE.test(path);
}

/** The first line of a list of refs or commits that git would not have written; null: there is none. */
export async function findBadLine(path: string, kind: "packed-refs" | "shallow"): Promise<string | null> {
  const pattern = kind === "shallow" ? /^[0-9a-f]{40}$/ : REF;
  for await (const line of createInterface({ input: createReadStream(path, { encoding: "utf8" }) })) {
    if (line.length > MAX_LINE_BYTES || !pattern.test(line)) {
      return line.slice(0, MAX_LINE_BYTES);
    }
  }
  return null;
}
