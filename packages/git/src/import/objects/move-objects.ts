import { FRUGAL } from "../../limits/frugal-settings.ts";
import { streamGit } from "../../objects/stream-git.ts";
import { GitFailure } from "../../run-git.ts";

export interface ObjectMove {
  from: string;
  to: string;
  /** For `git pack-objects`. */
  options: string[];
  /** What it reads, a line each: objects, or with `--revs` revisions. */
  wanted: readonly string[];
  /** Whether git looks at each for what it would not make itself. */
  isChecked: boolean;
}

/** Packs objects of one repository of ours into another. Throws GitFailure, with what git found when it checks. */
export async function moveObjects({ from, to, options, wanted, isChecked }: ObjectMove): Promise<void> {
  const packArgs = [...FRUGAL, "pack-objects", "--quiet", "--stdout", ...options];
  const pack = streamGit({ args: packArgs, repositoryPath: from });
  const check = isChecked ? ["--fsck-objects"] : [];
  const index = streamGit({ args: [...FRUGAL, "index-pack", "--stdin", ...check], repositoryPath: to });
  index.stdout.resume();
  pack.stdout.pipe(index.stdin);
  for (const line of wanted) {
    pack.stdin.write(`${line}\n`);
  }
  pack.stdin.end();
  const ends = await Promise.allSettled([index.end(), pack.end()]);
  pack.stop();
  // What index-pack says comes first: that the other one could not go on is its consequence.
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) {
    throw failed.reason;
  }
}

/** Moves objects, looked at by git where it can; what git found, or null. They are moved in either case. */
export async function moveChecked(move: Omit<ObjectMove, "isChecked">): Promise<string | null> {
  try {
    await moveObjects({ ...move, isChecked: true });
    return null;
  } catch (error) {
    if (!(error instanceof GitFailure && /fsck error/.test(error.message))) {
      throw error;
    }
    await moveObjects({ ...move, isChecked: false });
    return error.message.split("\n", 1)[0] ?? "";
  }
}
