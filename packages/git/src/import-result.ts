import { rm, stat } from "node:fs/promises";
import type { DiffStat, ImportedResult, ImportInput, ImportOutcome, ResultCommit } from "@catalyst/core";
import { findCommit } from "./find-commit.ts";
import { ensureBare } from "./mirror.ts";
import { mirrorPath, quarantinePath, resultPath } from "./paths.ts";
import { checkResult } from "./policy/check-result.ts";
import { askGit, GitFailure, runGit, toText } from "./run-git.ts";

const MAX_COMMITS = 1000;

/**
 * Brings what an execution pushed into a fresh bare repository and checks it. The repository is complete in itself, so
 * that a kept result can be fetched after the quarantine is gone.
 */
export async function importResult(home: string, input: ImportInput): Promise<ImportOutcome> {
  try {
    return { kind: "imported", ...(await importPushed(home, input)) };
  } catch (error) {
    if (error instanceof GitFailure) {
      return { kind: "unimportable", reason: error.message, keptAt: quarantinePath(home, input.executionId) };
    }
    throw error;
  }
}

async function importPushed(home: string, input: ImportInput): Promise<ImportedResult> {
  const repositoryPath = resultPath(home, input.executionId);
  await rm(repositoryPath, { recursive: true, force: true });
  const pushed = await findPushed(home, input);
  const head = pushed ?? input.startCommit;
  if (head === input.baseCommit) {
    return {
      repositoryPath,
      headCommit: null,
      commits: [],
      diffStat: { files: 0, insertions: 0, deletions: 0 },
      findings: [],
    };
  }
  await ensureBare(repositoryPath);
  await fetchInto(repositoryPath, mirrorPath(home, input.repo.id), `+${input.baseCommit}:refs/catalyst/base`);
  const wanted = pushed === null ? "refs/catalyst/base" : `refs/heads/${input.branch}`;
  const source = quarantinePath(home, input.executionId);
  await fetchInto(repositoryPath, source, `+${wanted}:refs/heads/${input.branch}`);
  return describe(repositoryPath, head, input);
}

async function findPushed(home: string, { executionId, branch }: ImportInput): Promise<string | null> {
  const quarantine = quarantinePath(home, executionId);
  const isThere = (await stat(quarantine).catch(() => null)) !== null;
  return isThere ? findCommit(quarantine, `refs/heads/${branch}`) : null;
}

async function fetchInto(repositoryPath: string, source: string, refspec: string): Promise<void> {
  await runGit({
    args: [
      "-c",
      "fetch.fsckObjects=true",
      "-c",
      "uploadpack.allowAnySHA1InWant=true",
      "fetch",
      "--quiet",
      "--no-tags",
      "--no-write-fetch-head",
      "--update-shallow",
      "--no-recurse-submodules",
      "--",
      source,
      refspec,
    ],
    repositoryPath,
  });
}

async function describe(repositoryPath: string, head: string, input: ImportInput): Promise<ImportedResult> {
  const { baseCommit, checkedFrom, branch, policy } = input;
  const isDescendant = (await askGit({ args: ["merge-base", "--is-ancestor", baseCommit, head], repositoryPath })).ok;
  const commits = await listCommits(repositoryPath, baseCommit, head);
  const findings = await checkResult({ repositoryPath, base: checkedFrom, head, branch, commits }, policy);
  if (!isDescendant) {
    findings.push({
      rule: "unrelated_history",
      path: null,
      detail: "the branch doesn't contain the commit that the work started from",
    });
  }
  if (commits.length >= MAX_COMMITS) {
    findings.push({ rule: "too_many_commits", path: null, detail: `${MAX_COMMITS} commits or more` });
  }
  return {
    repositoryPath,
    headCommit: head,
    commits: commits.map(({ sha, subject }) => ({ sha, subject })),
    diffStat: await readDiffStat(repositoryPath, baseCommit, head),
    findings,
  };
}

async function listCommits(
  repositoryPath: string,
  base: string,
  head: string,
): Promise<(ResultCommit & { message: string })[]> {
  const args = [
    "log",
    "-z",
    `--max-count=${MAX_COMMITS}`,
    "--reverse",
    "--no-show-signature",
    "--format=%H%n%B",
    `${base}..${head}`,
  ];
  const output = await runGit({ args, repositoryPath });
  return output
    .split("\0")
    .filter((entry) => entry.trim() !== "")
    .map((entry) => {
      const text = toText(entry);
      const message = text.slice(text.indexOf("\n") + 1);
      return { sha: text.slice(0, text.indexOf("\n")), message, subject: cleanSubject(message) };
    });
}

function cleanSubject(message: string): string {
  const subject = message.split("\n", 1)[0] ?? "";
  return subject.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g, "").slice(0, 200);
}

async function readDiffStat(repositoryPath: string, base: string, head: string): Promise<DiffStat> {
  const args = ["diff-tree", "-r", "-z", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv", base, head];
  const rows = (await runGit({ args, repositoryPath })).split("\0").filter(Boolean);
  const stat = { files: rows.length, insertions: 0, deletions: 0 };
  for (const row of rows) {
    // Binary files count as "-".
    const [insertions, deletions] = row.split("\t").map((field) => Number.parseInt(field, 10) || 0);
    stat.insertions += insertions ?? 0;
    stat.deletions += deletions ?? 0;
  }
  return stat;
}
