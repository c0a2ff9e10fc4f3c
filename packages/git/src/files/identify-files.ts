import { createHash } from "node:crypto";
import { CatalystError, type IdentifiedFiles, matchesPath } from "@catalyst/core";
import { GitFailure, readGitBytes, runGit } from "../run-git.ts";

/** Names what the files of a commit are, all or those that the patterns mean. Throws `not_found` where the commit isn't there. */
export async function identifyFiles(input: {
  repositoryPath: string;
  commit: string;
  patterns: readonly string[] | null;
}): Promise<IdentifiedFiles> {
  const { repositoryPath, commit, patterns } = input;
  try {
    if (patterns === null) {
      const tree = await runGit({ args: ["rev-parse", "--verify", `${commit}^{tree}`], repositoryPath });
      return { name: tree.trim(), unmatched: [] };
    }
    const args = ["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...plainBeginnings(patterns)];
    // A letter a byte: names of any encoding stay what they are.
    const lines = (await readGitBytes({ args, repositoryPath })).toString("latin1").split("\0");
    const meant = lines.filter((line) => line !== "" && matchesPath(patterns, pathOf(line)));
    const name = createHash("sha256").update(meant.join("\0"), "latin1").digest("hex");
    return { name, unmatched: listUnmatched(patterns, meant.map(pathOf)) };
  } catch (cause) {
    if (!(cause instanceof GitFailure)) {
      throw cause;
    }
    throw new CatalystError("not_found", `Reading the files of ${commit.slice(0, 12)} failed: ${cause.message}`, {
      cause,
    });
  }
}

/** The path in a line of `ls-tree`. */
function pathOf(line: string): string {
  return Buffer.from(line.slice(line.indexOf("\t") + 1), "latin1").toString();
}

function listUnmatched(patterns: readonly string[], paths: readonly string[]): string[] {
  let left = [...patterns];
  for (const path of paths) {
    if (left.length === 0) {
      break;
    }
    left = left.filter((pattern) => !matchesPath([pattern], path));
  }
  return left;
}

/** Git lists these folders and files alone; none where a pattern may mean files anywhere. */
function plainBeginnings(patterns: readonly string[]): string[] {
  const beginnings = patterns.map((pattern) => {
    const names = pattern.split("/");
    const end = names.findIndex((name) => name.includes("*"));
    return names.slice(0, end === -1 ? names.length : end).join("/");
  });
  return beginnings.includes("") ? [] : beginnings;
}
