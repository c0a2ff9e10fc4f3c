import type { View } from "../../view/open-view.ts";
import { readPlainFile } from "../../view/read/read-plain-file.ts";
import { type OpenFolder, withFolder } from "../open-folder.ts";
import { readPacked } from "./packed-refs.ts";
import { type RefValue, readRef } from "./read-refs.ts";

const MAX_REF_BYTES = 100;
/** Of more packed refs git finds one sooner than we do. */
const MAX_PACKED_BYTES = 1024 * 1024;

/**
 * What a ref holds whose lock is ours, as its files say it: to start git takes longer than all else that is done under the lock. Where
 * they don't say plainly a commit, or that there is none, git is asked.
 */
export async function readStoredRef(
  target: View,
  { folder, name, ref }: { folder: OpenFolder; name: string; ref: string },
): Promise<RefValue | null> {
  const loose = await readPlainFile(folder.pathOf(name), { maxBytes: MAX_REF_BYTES });
  if (loose.kind === "absent") {
    const packed = await withFolder(target, { parts: [], isMade: false }, (common) =>
      readPacked(common, MAX_PACKED_BYTES),
    ).catch(() => undefined);
    return packed === undefined ? readRef(target, ref) : findPacked(packed ?? "", ref);
  }
  const [, id] = /^([0-9a-f]{40})\n?$/.exec(loose.kind === "file" ? loose.bytes.toString("latin1") : "") ?? [];
  return id === undefined ? readRef(target, ref) : { kind: "id", id };
}

/** In lines of `<id> <name>`. */
function findPacked(packed: string, ref: string): RefValue | null {
  const name = Buffer.from(ref).toString("latin1");
  const line = packed.split("\n").find((one) => one.endsWith(` ${name}`));
  const [, id] = /^([0-9a-f]{40}) /.exec(line ?? "") ?? [];
  return id === undefined ? null : { kind: "id", id };
}
