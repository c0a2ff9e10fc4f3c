import { expect, test } from "vitest";
import { type PlayedForge, propose } from "./played-forge.ts";

export function branchContract(of: () => PlayedForge): void {
  const remove = (branch: string, commit: string) => of().forge.deleteBranch({ repo: of().repo, branch, commit });

  test("a branch that is where we left it is deleted, and twice is once", async () => {
    const { heads, headCommit } = of();
    expect(await remove(heads[0], headCommit)).toEqual({ kind: "made" });
    expect(await remove(heads[0], headCommit)).toEqual({ kind: "made" });
    const { branches } = await of().see();
    expect([branches.includes(heads[0]), branches.includes(heads[1])]).toEqual([false, true]);
  });

  test("a branch that somebody pushed to stays", async () => {
    expect(await remove(of().heads[0], "d".repeat(40))).toEqual({ kind: "made" });
    expect((await of().see()).branches).toContain(of().heads[0]);
  });

  test("the pull request of a branch says whether it is open, and for which base", async () => {
    const { forge, repo, base, heads, people } = of();
    const find = () => forge.findPullRequest({ repo, branch: heads[0] });
    expect(await find()).toEqual({ kind: "made", pullRequest: null });
    const made = await propose(of());
    const number = made.kind === "made" ? made.number : 0;
    const found = { number, url: expect.stringMatching(/^https?:/), base, isOpen: true, isMerged: false };
    expect(await find()).toEqual({ kind: "made", pullRequest: found });
    await people.closePullRequest(number);
    expect(await find()).toEqual({ kind: "made", pullRequest: { ...found, isOpen: false } });
  });

  test("what those are called that were merged last is told, and of no others", async () => {
    const { forge, repo, people, theirs } = of();
    const list = () => forge.listMergedTitles({ repo, limit: 20 });
    const made = await propose(of());
    await people.closePullRequest(made.kind === "made" ? made.number : 0);
    expect(await list()).toEqual({ kind: "made", titles: [] });
    await people.mergePullRequest(theirs.number);
    expect(await list()).toEqual({ kind: "made", titles: ["Mine"] });
    expect(await forge.listMergedTitles({ repo, limit: 0 })).toEqual({ kind: "made", titles: [] });
  });
}
