import type { ReviewWish } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { listLines } from "./hunks.ts";

/** 3,000 files, more of which GitHub doesn't list. */
const MAX_PAGES = 100;
const PULL = "/repos/{owner}/{repo}/pulls/{pull_number}";

const File = z.object({ filename: z.string(), patch: z.string().optional() });
const Pull = z.object({ head: z.object({ sha: z.string() }) });

/**
 * The lines of the change at the reviewed commit, file by file. GitHub tells those of the pull request's newest commit alone:
 * of another commit none is known, and all that was found is said in the text. Throws `GitHubFault`.
 */
export async function findLines(
  { asker, repository }: TokenStep,
  { number, commit, findings }: ReviewWish,
): Promise<(file: string) => ReadonlySet<number> | null> {
  const at = { owner: repository.owner, repo: repository.name, pull_number: number };
  const named = new Set(findings.flatMap(({ file, line }) => (file === null || line === null ? [] : [file])));
  const { head } = await asker.ask(`GET ${PULL}`, at, Pull);
  if (named.size === 0 || head.sha !== commit) {
    return () => null;
  }
  const { items } = await asker.list(`GET ${PULL}/files`, { ...at, maxPages: MAX_PAGES }, File);
  const known = items.filter(({ filename }) => named.has(filename));
  const lines = new Map(known.map(({ filename, patch = "" }) => [filename, listLines(patch)]));
  return (file) => lines.get(file) ?? null;
}
