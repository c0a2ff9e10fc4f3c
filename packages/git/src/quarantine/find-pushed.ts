import { stat } from "node:fs/promises";
import { quarantinePath } from "../paths.ts";
import { runGit } from "../run-git.ts";

/** Where the branch is that an execution pushed, without a look at the commit; null: nothing was pushed. It may push one only. */
export async function findPushed(home: string, executionId: string): Promise<string | null> {
  const repositoryPath = quarantinePath(home, executionId);
  if ((await stat(repositoryPath).catch(() => null)) === null) {
    return null;
  }
  const args = ["for-each-ref", "--count=1", "--format=%(objectname)", "refs/heads/"];
  return (await runGit({ args, repositoryPath })).trim() || null;
}
