import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureBare } from "../ensure-bare.ts";
import { findCommit } from "../find-commit.ts";
import { listMirrorRefs } from "../objects/list-known.ts";
import { listNewObjects } from "../objects/list-new-objects.ts";
import { createObjectReader } from "../objects/object-reader.ts";
import { findRunByCi } from "../policy/run-by-ci/find-run-by-ci.ts";
import { askGit, runGit } from "../run-git.ts";
import { readSearch, writeSearch } from "../secret-search/search-record.ts";
import { rewriteCommits } from "./commits/rewrite-commits.ts";
import { describeCommits, measureDiff } from "./describe-result.ts";
import { findProblems } from "./find-problems.ts";
import type { ImportAnswer, ImportOrder } from "./import-order.ts";
import { bringObjects } from "./objects/bring-objects.ts";
import type { Brought } from "./objects/brought.ts";

const NOTHING = {
  ...{ headCommit: null, commits: [], diffStat: { files: 0, insertions: 0, deletions: 0 } },
  ...{ findings: [], runByCi: [] },
};

/**
 * Brings what was pushed into a repository of its own, gives its commits their author, and checks it. Throws BeyondBounds,
 * MalformedObject or GitFailure for what can't be brought in.
 */
export async function takeIn(order: ImportOrder): Promise<ImportAnswer> {
  const { quarantinePath, resultPath, baseCommit, startCommit, branch } = order;
  const isThere = (await stat(quarantinePath).catch(() => null)) !== null;
  if (!isThere) {
    return { kind: "imported", ...NOTHING };
  }
  const [pushed, mirror] = await Promise.all([
    findCommit(quarantinePath, `refs/heads/${branch}`),
    listMirrorRefs(quarantinePath),
  ]);
  const left = pushed ?? startCommit;
  if (left === baseCommit) {
    return { kind: "imported", ...NOTHING };
  }
  const known = [baseCommit, order.checkedFrom, ...mirror.ids];
  // Commits keep their place in the history under their new names.
  const [news, { ok: isBased }] = await Promise.all([
    listNewObjects({ repositoryPath: quarantinePath, head: left, known }),
    askGit({ args: ["merge-base", "--is-ancestor", baseCommit, left], repositoryPath: quarantinePath }),
  ]);
  await ensureBare(resultPath);
  // It starts while there is nothing yet, and looks again for what it doesn't find.
  const reader = createObjectReader({ repositoryPath: resultPath });
  try {
    const malformed = await bringObjects(order, { news, mirrorRefs: mirror.ids });
    const baseTip = mirror.byName.get(`refs/heads/${order.baseBranch}`) ?? null;
    const brought = await giveAuthor(order, { left, news, malformed, reader, isBased, baseTip });
    return await describe(order, brought);
  } finally {
    reader.close();
  }
}

/** Commits that the start has already are people's, or were given their author before. */
async function giveAuthor(
  order: ImportOrder,
  { left, news, reader, ...found }: Omit<Brought, "head" | "secretObjects">,
): Promise<Brought> {
  const { quarantinePath, resultPath: repositoryPath, baseCommit, branch, author, committer, trailers } = order;
  const isNew = await findSinceStart(order, left);
  const names = await rewriteCommits({
    reader,
    repositoryPath,
    commits: news.commits.filter(isNew),
    author,
    committer,
    trailers,
  });
  const rename = (id: string) => names.get(id) ?? id;
  const head = rename(left);
  await writeRefs(repositoryPath, { "refs/catalyst/base": baseCommit, [`refs/heads/${branch}`]: head });
  const search = news.objects.size === 0 ? new Set<string>() : await readSearch(quarantinePath, left);
  const secretObjects = search === null ? null : new Set([...search].map(rename));
  if (secretObjects !== null) {
    await writeSearch(repositoryPath, head, secretObjects);
  }
  return { ...found, left, head, news: { ...news, commits: news.commits.map(rename) }, secretObjects, reader };
}

/** The refs of a repository that has none yet, as git packs them. */
async function writeRefs(repositoryPath: string, refs: Record<string, string>): Promise<void> {
  const lines = Object.entries(refs).map(([name, id]) => `${id} ${name}\n`);
  await writeFile(join(repositoryPath, "packed-refs"), lines.join(""), { flag: "wx" });
}

/** Which of the new commits the start doesn't have: all of them, where it is where the whole begins. */
async function findSinceStart(
  { resultPath: repositoryPath, baseCommit, startCommit }: ImportOrder,
  left: string,
): Promise<(id: string) => boolean> {
  if (startCommit === baseCommit) {
    return () => true;
  }
  const input = [left, `^${startCommit}`].map((line) => `${line}\n`).join("");
  const ids = new Set((await runGit({ args: ["rev-list", "--stdin"], repositoryPath, input })).split("\n"));
  return (id) => ids.has(id);
}

async function describe(order: ImportOrder, brought: Brought): Promise<ImportAnswer> {
  const range = { repositoryPath: order.resultPath, base: order.baseCommit, head: brought.head };
  // What is too much is known after this: the rest only counts.
  const findings = await findProblems(order, brought);
  const [commits, diffStat, runByCi] = await Promise.all([
    describeCommits(brought.reader, range),
    measureDiff(range),
    findRunByCi(brought.reader, range),
  ]);
  return { kind: "imported", headCommit: brought.head, commits, diffStat, findings, runByCi };
}
