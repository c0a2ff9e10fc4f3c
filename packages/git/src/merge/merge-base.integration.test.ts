import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { quarantinePath } from "../paths.ts";
import { runGit } from "../run-git.ts";
import { readSearch } from "../secret-search/search-record.ts";
import { findConflict } from "./find-conflict.ts";
import { mergeBase } from "./merge-base.ts";

let home: string;
let executionId: string;
let repositoryPath: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-merge-"));
  executionId = randomUUID();
  repositoryPath = quarantinePath(home, executionId);
  await runGit({ args: ["init", "--quiet", "--bare", repositoryPath], repositoryPath: null });
});

afterEach(() => rm(home, { recursive: true, force: true }));

/** A commit with these files alone, at that second. */
async function commit(files: Record<string, string>, { parents = [] as string[], second = 1 } = {}): Promise<string> {
  const write = (type: string, input: string) =>
    runGit({ repositoryPath, args: ["hash-object", "-t", type, "-w", "--stdin"], input });
  const entries: string[] = [];
  for (const [path, text] of Object.entries(files).toSorted()) {
    entries.push(`100644 blob ${(await write("blob", text)).trim()}\t${path}\n`);
  }
  const tree = await runGit({ repositoryPath, args: ["mktree"], input: entries.join("") });
  const who = `A <a@example.com> ${second} +0000`;
  const headers = [`tree ${tree.trim()}`, ...parents.map((parent) => `parent ${parent}`)];
  return (await write("commit", `${headers.join("\n")}\nauthor ${who}\ncommitter ${who}\n\nx\n`)).trim();
}

const merge = (startCommit: string, baseCommit: string) =>
  mergeBase(home, { executionId, branch: "catalyst/x", startCommit, baseBranch: "main", baseCommit });
const show = async (...args: string[]) => (await runGit({ repositoryPath, args: ["show", "-s", ...args] })).trim();

test("a base that moved is merged, and counts as pushed and searched; the same again is the same", async () => {
  const root = await commit({ a: "1\n" });
  const ours = await commit({ a: "1\n", b: "2\n" }, { parents: [root], second: 2 });
  const base = await commit({ a: "9\n" }, { parents: [root], second: 3 });
  const merged = await merge(ours, base);
  if (merged.kind !== "merged") {
    throw new Error(merged.kind);
  }
  expect(await show("--format=%P %ct %s", "refs/heads/catalyst/x")).toBe(
    `${ours} ${base} 3 Merge main into catalyst/x`,
  );
  expect(await readSearch(repositoryPath, merged.commit)).toEqual(new Set());
  expect(await merge(ours, base)).toEqual(merged);
  expect(await merge(merged.commit, base)).toEqual({ kind: "current" });
});

test("what conflicts is told with its places, whatever files are called, and nothing is pushed", async () => {
  const root = await commit({ "ü x": "1\n", bin: "\0\n" });
  const ours = await commit({ "ü x": "2\n", bin: "\0a\n" }, { parents: [root] });
  const base = await commit({ "ü x": "3\n", bin: "\0b\n" }, { parents: [root] });
  const told = await merge(ours, base);
  expect(told).toMatchObject({ kind: "conflicts", leftOut: 0 });
  const files = told.kind === "conflicts" ? told.files : [];
  expect(files.map(({ path }) => path)).toEqual(["bin", "ü x"]);
  expect(files[0]?.hunks).toBe("");
  expect(files[1]?.hunks).toMatch(/^@@ line 1 @@\n<<<<<<< [0-9a-f]+\n2\n=======\n3\n>>>>>>> [0-9a-f]+\n?$/);
  expect(await runGit({ repositoryPath, args: ["for-each-ref"] })).toBe("");
});

test("more files than a person would read are counted", async () => {
  const many = (text: string) => Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`f${index}`, text]));
  const root = await commit(many("1\n"));
  const told = await merge(
    await commit(many("2\n"), { parents: [root] }),
    await commit(many("3\n"), { parents: [root] }),
  );
  expect(told).toMatchObject({ kind: "conflicts", leftOut: 5 });
});

test("whether two commits conflict is found out without a trace, and unrelated ones are no conflict", async () => {
  const root = await commit({ a: "1\n" });
  const ours = await commit({ a: "2\n" }, { parents: [root] });
  const theirs = await commit({ a: "3\n" }, { parents: [root] });
  const beside = await commit({ a: "1\n", b: "1\n" }, { parents: [root] });
  const unrelated = await commit({ a: "4\n" });
  const count = () => runGit({ repositoryPath, args: ["count-objects"] });
  const before = await count();
  const ask = (other: string) => findConflict(repositoryPath, { commit: ours, other });
  expect(await ask(theirs)).toBe(true);
  expect(await ask(beside)).toBe(false);
  expect(await ask(root)).toBe(false);
  expect(await ask(unrelated)).toBe(false);
  expect(await count()).toBe(before);
});
