import { runGit } from "../git/run-git.ts";
import type { PullPlace } from "../pulls/pull-call.ts";

/** Moves comments on new lines with the head; those whose lines a push has changed are outdated. */
export async function moveComments({ pull, repository }: PullPlace, before: string): Promise<void> {
  const moving = pull.reviewComments.filter(({ side, movedLine }) => side === "RIGHT" && movedLine !== null);
  for (const path of new Set(moving.map((comment) => comment.path))) {
    const changes = ["diff", "--no-color", "--no-ext-diff", "--unified=0", before, pull.headSha, "--", path];
    const hunks = readHunks(await runGit(repository.folder, ["--literal-pathspecs", ...changes]));
    for (const comment of moving.filter((each) => each.path === path && each.subject === "line")) {
      comment.movedLine = moveLine(hunks, comment.movedLine ?? 0);
    }
  }
}

interface Hunk {
  start: number;
  removed: number;
  added: number;
}

function readHunks(diff: string): Hunk[] {
  const heads = diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/gm);
  return [...heads].map(([, start, removed = "1", added = "1"]) => {
    return { start: Number(start), removed: Number(removed), added: Number(added) };
  });
}

/** null: the line itself was changed. */
function moveLine(hunks: readonly Hunk[], line: number): number | null {
  let moved = line;
  for (const { start, removed, added } of hunks) {
    if (line >= start && line < start + removed) {
      return null;
    }
    // Where nothing is removed, git names the line after which is added.
    moved += line > start ? added - removed : 0;
  }
  return moved;
}
