import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { RepositoryPort } from "@catalyst/core";
import { ensureBare } from "./ensure-bare.ts";
import { linkObjects } from "./import/objects/link-objects.ts";
import { listAlternates } from "./objects/list-known.ts";
import { keptName, quarantinePath, resultPath } from "./paths.ts";
import { runGit } from "./run-git.ts";

const REFS = "refs/beside/";
const MAX_REFS = 20;
const LIMITS = { memoryMib: 1024, cpuSeconds: 120 };

/** Brings what an execution pushed beside its branch to its result. git looked at it when it came in; nobody else does. */
export async function takeBeside(
  home: string,
  { executionId, seconds }: { executionId: string; seconds: number },
): ReturnType<RepositoryPort["takeBeside"]> {
  const from = quarantinePath(home, executionId);
  const repositoryPath = resultPath(home, executionId);
  const keptAt = keptName(home, repositoryPath);
  // Nothing packs refs there: what was pushed is files.
  const isThere = (await stat(join(from, REFS)).catch(() => null)) !== null;
  const commits = isThere ? await listRefs(from) : [];
  if (commits.length === 0) {
    return { keptAt, commits };
  }
  await ensureBare(repositoryPath);
  for (const objects of await listAlternates(from)) {
    await linkObjects(objects, repositoryPath);
  }
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-gc", "--update-shallow"];
  await runGit({
    args: ["fetch", ...options, "--no-recurse-submodules", "--", from, `+${REFS}*:${REFS}*`],
    repositoryPath,
    limits: { ...LIMITS, seconds },
    timeoutMilliseconds: seconds * 1000,
  });
  return { keptAt, commits };
}

async function listRefs(repositoryPath: string): Promise<{ ref: string; commit: string }[]> {
  const args = ["for-each-ref", `--count=${MAX_REFS}`, "--format=%(refname) %(objectname)", REFS];
  const lines = (await runGit({ args, repositoryPath })).split("\n").filter(Boolean);
  return lines.map((line) => {
    const [ref = "", commit = ""] = line.split(" ");
    return { ref, commit };
  });
}
