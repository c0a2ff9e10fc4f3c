import { join } from "node:path";
import type { UnsignedCommit } from "@catalyst/core";
import { PUSHED_LIMITS } from "../../../limits/process-limits.ts";
import type { ObjectReader } from "../../../objects/object-reader.ts";
import { runGit } from "../../../run-git.ts";

interface Place {
  /** The repository of ours that has the commit. */
  repositoryPath: string;
  /** Whose refs the repository elsewhere has. */
  mirror: string;
  reader: Pick<ObjectReader, "commit">;
}

/** The commits that nobody has elsewhere, parents before their children. */
export async function listUnsigned({ repositoryPath, mirror, reader }: Place, head: string): Promise<UnsignedCommit[]> {
  const refs = await runGit({ args: ["for-each-ref", "--format=^%(objectname)"], repositoryPath: mirror });
  const args = ["rev-list", "--topo-order", "--reverse", "--stdin"];
  const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(mirror, "objects") };
  const listed = await runGit({ args, repositoryPath, env, input: `${head}\n${refs}`, limits: PUSHED_LIMITS });
  const commits: UnsignedCommit[] = [];
  for (const commit of listed.split("\n").filter(Boolean)) {
    const { tree, parents, message } = await reader.commit(commit);
    commits.push({ commit, tree, parents, message });
  }
  return commits;
}
