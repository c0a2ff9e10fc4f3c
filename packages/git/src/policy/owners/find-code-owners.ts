import { CODE_OWNERS_PATHS, MAX_CODE_OWNERS_BYTES, type OwnersOf, readCodeOwners } from "@catalyst/core/apart";
import { findEntry } from "../../objects/find-entry.ts";
import type { ObjectReader } from "../../objects/object-reader.ts";
import { readStart } from "../../objects/read-start.ts";

/** Who owns what, as a commit says it; nobody anything, where it says nothing or too much. */
export async function findCodeOwners(reader: ObjectReader, commit: string): Promise<OwnersOf> {
  const { tree } = await reader.commit(commit);
  for (const path of CODE_OWNERS_PATHS) {
    const entry = await findEntry(reader, tree, path);
    if (entry?.mode.startsWith("100") === true) {
      const { bytes, isWhole } = await readStart(reader, entry.id, MAX_CODE_OWNERS_BYTES);
      return readCodeOwners(isWhole ? bytes.toString("utf8") : "");
    }
  }
  return readCodeOwners("");
}
