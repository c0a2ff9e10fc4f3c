import type { ObjectReader } from "../../objects/object-reader.ts";

/** Scripts of a package that package managers run by themselves when it is installed (docs.npmjs.com, "scripts"). */
const LIFECYCLE = [
  "preinstall",
  "install",
  "postinstall",
  "preprepare",
  "prepare",
  "postprepare",
  "prepublish",
  "dependencies",
];
const MAX_BYTES = 1024 * 1024;

/** Those that a `package.json` has and its former content doesn't have so; `before` null: there was none. */
export async function findNewLifecycleScripts(
  reader: Pick<ObjectReader, "read">,
  { id, before }: { id: string; before: string | null },
): Promise<string[]> {
  const now = await readScripts(reader, id);
  const old = before === null ? {} : await readScripts(reader, before);
  return LIFECYCLE.filter((name) => now[name] !== undefined && now[name] !== old[name]);
}

async function readScripts(reader: Pick<ObjectReader, "read">, id: string): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  await reader.read(id, (piece) => {
    bytes += piece.length;
    if (bytes <= MAX_BYTES) {
      pieces.push(piece);
    }
  });
  try {
    const { scripts } = JSON.parse(
      Buffer.concat(pieces)
        .toString("utf8")
        .replace(/^\ufeff/, ""),
    );
    return typeof scripts === "object" && scripts !== null ? scripts : {};
  } catch {
    // Not what a package manager would read either.
    return {};
  }
}
