import { createHash } from "node:crypto";
import { CatalystError, matchesPath } from "@catalyst/core";
import { GitFailure, readGitBytes, runGit } from "../run-git.ts";

/**
 * A name for what the files of a commit are, of all or of those that the patterns mean: the same paths, modes and contents
 * have the same name. Throws `not_found` where the commit isn't there.
 */
export async function identifyFiles(input: {
  repositoryPath: string;
  commit: string;
  patterns: readonly string[] | null;
}): Promise<string> {
  const { repositoryPath, commit, patterns } = input;
  try {
    if (patterns === null) {
      return (await runGit({ args: ["rev-parse", "--verify", `${commit}^{tree}`], repositoryPath })).trim();
    }
    const args = ["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...plainBeginnings(patterns)];
    // A letter a byte: names of any encoding stay what they are.
    const lines = (await readGitBytes({ args, repositoryPath })).toString("latin1").split("\0");
    const pathOf = (line: string) => Buffer.from(line.slice(line.indexOf("\t") + 1), "latin1").toString();
    const meant = lines.filter((line) => line !== "" && matchesPath(patterns, pathOf(line)));
    return createHash("sha256").update(meant.join("\0"), "latin1").digest("hex");
  } catch (cause) {
    if (!(cause instanceof GitFailure)) {
      throw cause;
    }
    throw new CatalystError("not_found", `Reading the files of ${commit.slice(0, 12)} failed: ${cause.message}`, {
      cause,
    });
  }
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
