import type { DiffStat, ResultCommit } from "@catalyst/core";
import type { ObjectReader } from "../objects/object-reader.ts";
import { streamGit } from "../objects/stream-git.ts";
import { GitFailure, runGit } from "../run-git.ts";

interface Range {
  repositoryPath: string;
  base: string;
  head: string;
}

const MAX_COMMITS = 1000;
const MAX_SUBJECT_LENGTH = 200;
const INVISIBLE = /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** The last thousand commits since the base, the oldest first. */
export async function describeCommits(
  reader: Pick<ObjectReader, "commit">,
  { repositoryPath, base, head }: Range,
): Promise<ResultCommit[]> {
  const args = ["rev-list", "--topo-order", "--reverse", `--max-count=${MAX_COMMITS}`, `${base}..${head}`];
  const ids = (await runGit({ args, repositoryPath })).split("\n").filter(Boolean);
  const commits: ResultCommit[] = [];
  for (const sha of ids) {
    const { message } = await reader.commit(sha);
    const subject = message.slice(0, message.indexOf("\n") === -1 ? undefined : message.indexOf("\n"));
    commits.push({
      sha,
      subject: subject
        .slice(0, 4 * MAX_SUBJECT_LENGTH)
        .replaceAll(INVISIBLE, "")
        .slice(0, MAX_SUBJECT_LENGTH),
    });
  }
  return commits;
}

/** Comparing lines can take any time. */
const DIFF_SECONDS = 20;
const MAX_LINE_BYTES = 64 * 1024;
/** Lines of larger files aren't counted. */
const LARGE_FILE = "core.bigFileThreshold=2m";

/** How many files and lines changed; what could not be compared in time isn't counted. */
export async function measureDiff({ repositoryPath, base, head }: Range): Promise<DiffStat> {
  const options = ["-r", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv"];
  const git = streamGit({ args: ["-c", LARGE_FILE, "diff-tree", ...options, base, head], repositoryPath });
  const timer = setTimeout(git.stop, DIFF_SECONDS * 1000);
  const stat = { files: 0, insertions: 0, deletions: 0 };
  try {
    for (let line = await git.bytes.line(MAX_LINE_BYTES); line !== null; line = await git.bytes.line(MAX_LINE_BYTES)) {
      const [insertions = "", deletions = ""] = line.toString("latin1").split("\t");
      stat.files += 1;
      // Binary files count as "-".
      stat.insertions += Number.parseInt(insertions, 10) || 0;
      stat.deletions += Number.parseInt(deletions, 10) || 0;
    }
    await git.end();
  } catch (error) {
    if (!(error instanceof GitFailure)) {
      throw error;
    }
  } finally {
    clearTimeout(timer);
  }
  return stat;
}
