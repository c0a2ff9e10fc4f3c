import { readFiles } from "../../files/read-files.ts";
import { type OwnersOf, readCodeOwners } from "./code-owners.ts";

/** Where GitHub looks; the first that is there counts. */
const PATHS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
const MAX_BYTES = 256 * 1024;

/** Who owns what, as a commit says it; nobody anything, where it says nothing that can be read. */
export async function findCodeOwners(repositoryPath: string, commit: string): Promise<OwnersOf> {
  const files = await readFiles({ repositoryPath, commit, paths: PATHS, maxBytes: MAX_BYTES });
  const path = PATHS.find((one) => files.has(one));
  return readCodeOwners(path === undefined ? "" : (files.get(path) ?? ""));
}
