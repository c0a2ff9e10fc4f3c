import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { streamGit } from "../objects/stream-git.ts";

const MAX_LINE_BYTES = 64 * 1024;
const TREE = /^[0-9a-f]{40,64}$/;

/** Whether nobody but a reader can say what a merge of two commits is. What git makes to find that out isn't kept; of unrelated ones it isn't so. */
export async function findConflict(
  repositoryPath: string,
  { commit, other }: { commit: string; other: string },
): Promise<boolean> {
  const objects = await mkdtemp(join(tmpdir(), "catalyst-merge-"));
  try {
    const env = {
      GIT_OBJECT_DIRECTORY: objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repositoryPath, "objects"),
    };
    const args = ["merge-tree", "--write-tree", "--no-messages", "--name-only", commit, other];
    const git = streamGit({ args, repositoryPath, env, limits: PUSHED_LIMITS });
    git.stdin.end();
    const tree = (await git.bytes.line(MAX_LINE_BYTES))?.toString("utf8") ?? "";
    while ((await git.bytes.line(MAX_LINE_BYTES)) !== null) {
      // Whoever is left in the middle waits for us.
    }
    const isMerged = await git.end().then(
      () => true,
      () => false,
    );
    // It names the tree in either case, and none where it couldn't try.
    return !isMerged && TREE.test(tree);
  } finally {
    await rm(objects, { recursive: true, force: true });
  }
}
