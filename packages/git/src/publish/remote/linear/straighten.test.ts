import { expect, test } from "vitest";
import type { Commit } from "../../../objects/parse-commit.ts";
import { straighten } from "./straighten.ts";

const commit = (parents: string[], tree: string): Commit => ({
  ...{ parents, tree, author: "A <a@a> 1 +0000", committer: "A <a@a> 1 +0000", message: tree },
});

/** What becomes of a history: lines of `tree on parent`, the lowest first, and which commit has what which did. */
async function play(commits: Record<string, Commit>, older: Record<string, string[]> = {}) {
  const written: string[] = [];
  const remade = await straighten({
    head: Object.keys(commits).at(-1) ?? "",
    commits: new Map(Object.entries(commits)),
    contains: async (one, other) => older[one]?.includes(other) ?? false,
    async write({ tree, parents }) {
      written.push(`${tree} on ${parents.join("+")}`);
      return `${tree}'`;
    },
  });
  return { written, remade: remade?.map(({ checked, published }) => `${checked}=${published}`) ?? null };
}

test("a side of our own is in the commit that merged it, and each tree is one that was checked", async () => {
  const side = commit(["base"], "side");
  const commits = { a: commit(["base"], "a"), side, merge: commit(["a", "side"], "both"), b: commit(["merge"], "b") };
  expect(await play(commits)).toEqual({
    written: ["a on base", "both on a'", "b on both'"],
    remade: ["a=a'", "side=both'", "merge=both'", "b=b'"],
  });
});

test("where a newer base was merged all before it stands on that", async () => {
  const commits = { a: commit(["base"], "a"), merge: commit(["a", "newer"], "both"), b: commit(["merge"], "b") };
  expect(await play(commits, { newer: ["base"] })).toEqual({
    written: ["both on newer", "b on both'"],
    remade: ["a=both'", "merge=both'", "b=b'"],
  });
});

test("work of others that isn't one line stays as it is", async () => {
  const commits = { a: commit(["base"], "a"), merge: commit(["a", "elsewhere"], "both") };
  expect(await play(commits)).toEqual({ written: [], remade: null });
});
