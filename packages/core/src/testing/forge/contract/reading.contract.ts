import { expect, test } from "vitest";
import type { PlayedForge } from "./played-forge.ts";

export function subjectContract(of: () => PlayedForge): void {
  const read = (kind: "issue" | "pull_request", number: number) =>
    of().forge.gather({ repo: of().repo, kind, number, commentId: null, bots: [] });

  test("an issue says what its author wrote", async () => {
    const { number, title, body: text, author: login } = of().issue;
    const author = { id: expect.stringMatching(/^\d+$/), login };
    expect(await read("issue", number)).toMatchObject({
      kind: "made",
      gathered: {
        subject: { kind: "issue", number, title, text, author, isOpen: true, isLocked: false, change: null },
        author: { ...author, class: "maintainer" },
        ...{ editedAt: null, titles: [], pieces: [] },
      },
    });
  });

  test("a pull request says where its commits are", async () => {
    const { theirs, base } = of();
    expect(await read("pull_request", theirs.number)).toMatchObject({
      kind: "made",
      gathered: {
        subject: { title: "Mine", change: { head: theirs.commit, branch: "theirs", base, isFork: false } },
      },
    });
  });

  test("a pull request that nobody said anything about lines of has no threads", async () => {
    const { forge, repo, theirs } = of();
    expect(await forge.listThreads({ repo, number: theirs.number })).toEqual({ kind: "made", threads: [] });
  });

  test("a number of the other kind, and one that there is none of, aren't found", async () => {
    const { issue, theirs } = of();
    for (const outcome of [
      await read("issue", theirs.number),
      await read("pull_request", issue.number),
      await read("issue", 9999),
    ]) {
      expect(outcome).toEqual({ kind: "failed", problem: { kind: "not_found" } });
    }
  });
}

export function permissionContract(of: () => PlayedForge): void {
  const find = (account: { id: string; login: string | null }, repo = of().repo) =>
    of().forge.findPermission({ repo, account });

  test("who may write there is known by number, whatever they were called", async () => {
    const { id, login } = of().writer;
    expect(await find({ id, login })).toEqual({ kind: "made", permission: "write" });
    expect(await find({ id, login: `${login}-was-called-so` })).toEqual({ kind: "made", permission: "write" });
    expect(await find({ id, login: null })).toEqual({ kind: "made", permission: "write" });
  });

  test("who took somebody's name may nothing for that, and nobody may nothing", async () => {
    const { id, login } = of().writer;
    expect(await find({ id: `9${id}`, login })).toEqual({ kind: "made", permission: "none" });
  });

  test("nothing is known of a repository that isn't there", async () => {
    expect(await find(of().writer, of().absent)).toEqual({ kind: "failed", problem: { kind: "not_found" } });
  });
}

export function targetContract(of: () => PlayedForge): void {
  test("a repository says who sees it, as whom we act there, and what it demands of branches that needn't be there", async () => {
    const { forge, repo, base } = of();
    const outcome = await forge.readTarget({ repo, branches: [base, "nowhere"] });
    const account = { id: expect.stringMatching(/^\d+$/), login: expect.stringMatching(/\[bot\]$/) };
    const target = { isPublic: false, account, demands: { isSigned: false, isLinear: false }, isProtected: false };
    expect(outcome).toEqual({ kind: "made", target });
  });
}
