import { CatalystError } from "@catalyst/core/apart";
import { VIEW_LIMITS } from "../limits/process-limits.ts";
import { streamGit } from "../objects/stream-git.ts";
import { GitFailure } from "../run-git.ts";
import { take } from "./take.ts";

/** Comparing lines can take any time. */
const LIMITS = { ...VIEW_LIMITS, cpuSeconds: 20, seconds: 60 };
const LARGE_FILE = "core.bigFileThreshold=2m";
const OPTIONS = ["-r", "--find-renames", "--no-ext-diff", "--no-textconv", "--no-color"];

export interface Compared {
  repositoryPath: string;
  from: string;
  to: string;
}

interface Comparison {
  options: readonly string[];
  /** As git takes them: what they mean is said by who asks. */
  pathspecs: readonly string[];
  maxBytes: number;
}

/** What git says of two commits, at most as much as is wanted. Throws `unavailable`. */
export async function compare(
  { repositoryPath, from, to }: Compared,
  { options, pathspecs, maxBytes }: Comparison,
): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const args = ["-c", LARGE_FILE, "diff-tree", ...OPTIONS, ...options, from, to, "--", ...pathspecs];
  const git = streamGit({ repositoryPath, args, limits: LIMITS });
  git.stdin.end();
  const timer = setTimeout(git.stop, LIMITS.seconds * 1000);
  try {
    const bytes = await take(git.stdout, { offset: 0, maxBytes: maxBytes + 1 });
    if (bytes.length > maxBytes) {
      return { bytes: bytes.subarray(0, maxBytes), isWhole: false };
    }
    await git.end();
    return { bytes, isWhole: true };
  } catch (cause) {
    if (!(cause instanceof GitFailure)) {
      throw cause;
    }
    throw new CatalystError("unavailable", `Comparing failed: git didn't end it (${cause.message}).`, { cause });
  } finally {
    clearTimeout(timer);
    git.stop();
  }
}
