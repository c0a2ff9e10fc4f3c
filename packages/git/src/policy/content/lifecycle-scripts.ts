import type { ObjectReader } from "../../objects/object-reader.ts";
import { foldName } from "../paths/fold-name.ts";

/** What package managers run by themselves when a package is installed, by the file that says so. */
const LIFECYCLE: Readonly<Record<string, RegExp>> = {
  // docs.npmjs.com, "scripts"
  "package.json": /^(?:(?:pre|post)?install|(?:pre|post)?prepare|preprepare|prepublish|dependencies)$/,
  // getcomposer.org, "scripts": the events of commands, packages and plugins
  "composer.json": /^(?:pre|post)-|^(?:init|command)$/,
};

/** No file of a result is larger. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Of a file that can't be read as JSON: what another tool reads in it isn't known. */
const UNREADABLE = "(it can't be read as JSON)";

/**
 * The scripts of a file of this name that run by themselves, and that its former content doesn't have so; `before` null: there
 * was none.
 */
export async function findNewLifecycleScripts(
  reader: Pick<ObjectReader, "read">,
  { name, id, before }: { name: string; id: string; before: string | null },
): Promise<string[]> {
  const runs = LIFECYCLE[foldName(name)];
  if (runs === undefined) {
    return [];
  }
  const now = await readScripts(reader, id);
  const old = before === null ? {} : await readScripts(reader, before);
  const isNew = (script: string) => JSON.stringify(now?.[script]) !== JSON.stringify(old?.[script]);
  return now === null ? [UNREADABLE] : Object.keys(now).filter((script) => runs.test(script) && isNew(script));
}

/** null: it can't be read. */
async function readScripts(reader: Pick<ObjectReader, "read">, id: string): Promise<Record<string, unknown> | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  await reader.read(id, (piece) => {
    bytes += piece.length;
    if (bytes <= MAX_BYTES) {
      pieces.push(piece);
    }
  });
  try {
    const text = Buffer.concat(pieces).toString("utf8");
    const { scripts } = JSON.parse(text.replace(/^\ufeff/, ""));
    return typeof scripts === "object" && scripts !== null ? scripts : {};
  } catch {
    return null;
  }
}
