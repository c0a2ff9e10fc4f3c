import { expect, test } from "vitest";
import { type Base, chooseSettingsBase, describeSettingsBase } from "./choose-settings-base.ts";

/** Commits are named by one letter. */
const commit = (letter: string) => letter.repeat(40);

const BRANCHES = { main: "c", "release/1": "d", contrib: "x", "catalyst/1-fix": "y", same: "c" };

async function choose(change: Partial<Omit<Base, "commit">> & { commit: string }, branches: object = BRANCHES) {
  const base = { name: "main", defaultBranch: "main", trustedBranches: [], trustedCommit: null, ...change };
  const tips = Object.entries(branches).map(([branch, letter]) => [branch, commit(letter)] as const);
  const chosen = await chooseSettingsBase(
    { ...base, commit: commit(base.commit) },
    {
      findBranch: async (branch) => new Map(tips).get(branch) ?? null,
      listBranchesAt: async (wanted) => tips.filter(([, tip]) => tip === wanted).map(([branch]) => branch),
    },
  );
  const words = describeSettingsBase({ ...base, trustedCommit: base.trustedCommit }, chosen);
  return { kind: chosen.kind, commit: chosen.kind === "none" ? null : chosen.commit[0], words };
}

test.each([
  ["the default branch", { name: "main", commit: "c" }],
  ["a branch that the owner trusts", { name: "release/1", commit: "d", trustedBranches: ["release/*"] }],
  ["the commit that a trusted branch is at", { name: commit("c"), commit: "c" }],
  ["another branch at the same commit", { name: "same", commit: "c" }],
  ["a commit that a person vouched for", { name: "contrib", commit: "x", trustedCommit: commit("x") }],
])("of %s its own settings count", async (_what, base) => {
  expect(await choose(base)).toEqual({ kind: "base", commit: base.commit, words: null });
});

test.each([
  ["a contributor's branch", { name: "contrib", commit: "x" }],
  ["an older commit of the default branch, which may hold what was taken back", { name: commit("b"), commit: "b" }],
  ["a branch whose name only begins like a trusted one", { name: "release/1", commit: "d", trustedBranches: ["rel"] }],
  ["a result of an agent, whatever is trusted", { name: "catalyst/1-fix", commit: "y", trustedBranches: ["cat*"] }],
  ["a branch that moved since a person vouched for it", { name: "contrib", commit: "x", trustedCommit: commit("w") }],
])("for %s those of the default branch's tip count, and a person is told", async (_what, base) => {
  const chosen = await choose(base);
  expect(chosen).toMatchObject({ kind: "branch", commit: "c" });
  expect(chosen.words).toContain("those of main (cccccccccc)");
});

test("work that goes on from where a trusted branch was gets what that branch says by now", async () => {
  expect(await choose({ name: "main", commit: "b" })).toEqual({ kind: "branch", commit: "c", words: null });
  expect(await choose({ name: "release/1", commit: "b", trustedBranches: ["release/*"] })).toEqual({
    kind: "branch",
    commit: "d",
    words: null,
  });
});

test("where the default branch isn't there, nothing of the repository counts", async () => {
  const chosen = await choose({ name: "contrib", commit: "x" }, { contrib: "x" });
  expect(chosen).toMatchObject({ kind: "none", words: expect.stringContaining("Only your own settings count") });
});
