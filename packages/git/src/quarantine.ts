import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError, type QuarantineInput } from "@catalyst/core";
import { findCommit } from "./find-commit.ts";
import { ensureBare } from "./mirror.ts";
import { mirrorPath, quarantinePath, resultPath } from "./paths.ts";
import { runGit } from "./run-git.ts";
import { carrySearch } from "./secret-search/search-record.ts";

const BASE_REF = "refs/catalyst/base";

/**
 * The place that one execution may push its branch into. It borrows the mirror's objects, so that a push carries only
 * what is new. Which refs it accepts is decided where pushes come in, in serve-git.ts.
 */
export async function ensureQuarantine(home: string, input: QuarantineInput): Promise<void> {
  const { executionId, repo, startCommit } = input;
  const path = quarantinePath(home, executionId);
  const mirror = mirrorPath(home, repo.id);
  await ensureBare(path);
  await mkdir(join(path, "objects", "info"), { recursive: true });
  await writeFile(join(path, "objects", "info", "alternates"), `${join(mirror, "objects")}\n`);
  if ((await findCommit(mirror, startCommit)) === null) {
    const kept = await findKept(home, input);
    await fetchBase(path, kept, startCommit);
    await carrySearch(startCommit, { from: kept, to: path });
  } else if (await exists(join(mirror, "shallow"))) {
    await fetchBase(path, mirror, startCommit);
  } else {
    await runGit({ args: ["update-ref", BASE_REF, startCommit], repositoryPath: path });
  }
}

async function findKept(home: string, { keptBy, repo, startCommit }: QuarantineInput): Promise<string> {
  const source = keptBy === null ? null : resultPath(home, keptBy);
  if (source !== null && (await exists(source))) {
    return source;
  }
  throw new CatalystError(
    "not_found",
    `Going on from ${startCommit.slice(0, 12)} failed: it is neither in ${repo.url} nor kept any more. Start anew: catalyst run`,
  );
}

async function fetchBase(path: string, source: string, commit: string): Promise<void> {
  const args = ["fetch", "--quiet", "--update-shallow", "--no-tags", "--no-write-fetch-head", "--", source];
  await runGit({ args: [...args, `+${commit}:${BASE_REF}`], repositoryPath: path });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
