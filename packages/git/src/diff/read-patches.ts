import type { ReadPatchesInput } from "@catalyst/core";
import { isPlainPath } from "../files/plain-path.ts";
import { type Compared, compare } from "./compare.ts";
import { findCompared } from "./find-compared.ts";

/** Of the list of files that a change has; renames in a longer one aren't followed. */
const MAX_LIST_BYTES = 8 * 1024 * 1024;
/** Of one file's patch: forges show less. */
const MAX_PATCH_BYTES = 1024 * 1024;

export type ReadPatches = Omit<ReadPatchesInput, "repo" | "executionId"> & { repositoryPath: string };

/** What a change makes of files, by their names; see the port. */
export async function readPatches({ paths, ...of }: ReadPatches): Promise<Map<string, string>> {
  const compared = await findCompared(of);
  const formerNames = await readRenames(compared);
  const patches = new Map<string, string>();
  for (const path of paths.filter(isPlainPath)) {
    const former = formerNames.get(path);
    const patch = await readPatch(compared, former === undefined ? [path] : [path, former]);
    if (patch !== "") {
      patches.set(path, patch);
    }
  }
  return patches;
}

/** What renamed files were called before, by their new names. */
async function readRenames(compared: Compared): Promise<Map<string, string>> {
  const list = await run(compared, { options: ["-z", "--name-status"], paths: [], maxBytes: MAX_LIST_BYTES });
  const fields = list?.split("\0") ?? [];
  const names = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; ) {
    const isRenamed = fields[at]?.startsWith("R") === true;
    if (isRenamed) {
      names.set(fields[at + 2] ?? "", fields[at + 1] ?? "");
    }
    at += isRenamed ? 3 : 2;
  }
  return names;
}

/** Empty: the change doesn't touch it, or it is too much to be compared. */
async function readPatch(compared: Compared, paths: readonly string[]): Promise<string> {
  return (await run(compared, { options: ["-p"], paths, maxBytes: MAX_PATCH_BYTES })) ?? "";
}

/** null: it is longer than that. */
async function run(
  compared: Compared,
  { options, paths, maxBytes }: { options: string[]; paths: readonly string[]; maxBytes: number },
): Promise<string | null> {
  const pathspecs = paths.map((path) => `:(top,literal)${path}`);
  const { bytes, isWhole } = await compare(compared, { options, pathspecs, maxBytes });
  return isWhole ? bytes.toString("utf8") : null;
}
