import type { RemoveKeptInput } from "@catalyst/core";
import { askTarget, withTarget } from "../open-target.ts";
import { commitOf, readRef } from "./read-refs.ts";
import { removeRef } from "./remove-ref.ts";

/** Removes a ref under which a result stands in a person's repository; unless it must, only while another one has the commit. */
export function removeKept({ repo, ref, commit, isForced }: RemoveKeptInput): Promise<boolean> {
  if (repo.vcs !== "local") {
    return Promise.resolve(true);
  }
  return withTarget(repo.url, `Removing ${ref} from ${repo.url}`, async (target) => {
    if (commitOf(await readRef(target, ref)) !== commit) {
      // Somebody removed it, or made it theirs.
      return true;
    }
    const isNeeded = async () => {
      const args = ["for-each-ref", "--count=1", `--contains=${commit}`, "refs/heads", "refs/tags", "refs/remotes"];
      const { ok, output } = await askTarget(target, args);
      return !ok || output === "";
    };
    return !isForced && (await isNeeded()) ? false : removeRef(target, { ref, commit });
  });
}
