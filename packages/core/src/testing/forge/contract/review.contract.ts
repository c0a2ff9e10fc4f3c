import { expect, test } from "vitest";
import type { ReviewWish } from "../../../forge/forge-port.ts";
import { markText } from "../../../forge/marked-text.ts";
import { MARK, type PlayedForge } from "./played-forge.ts";

export function reviewContract(of: () => PlayedForge): void {
  const comment = (line: number, startLine: number | null = null) => {
    return { path: of().theirs.file, side: "RIGHT", line, startLine, body: "It subtracts." } as const;
  };
  const review = (comments: ReviewWish["comments"], mark = MARK) => {
    const { forge, repo, theirs } = of();
    const { number, commit } = theirs;
    const texts = { body: "One bug.", wholeBody: "One bug: it subtracts." };
    return forge.ensureReview({ repo, number, commit, comments, mark, ...texts });
  };

  test("a comment stands at its line, and the review's text beside it", async () => {
    const { file, line } = of().theirs;
    expect(await review([comment(line)])).toMatchObject({ kind: "made", isNew: true });
    const [seen] = (await of().see()).reviews;
    expect(seen?.inline).toMatchObject([{ file, line, body: "It subtracts." }]);
    expect(seen?.body).toContain("One bug.");
  });

  test("where one line isn't in the change nothing stands at lines, and the text says all of it, once", async () => {
    const { line } = of().theirs;
    const wish = [comment(line), comment(of().lineElsewhere)];
    expect(await review(wish)).toMatchObject({ kind: "made", isNew: true });
    expect(await review(wish)).toMatchObject({ kind: "made", isNew: false });
    const [seen, ...others] = (await of().see()).reviews;
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ inline: [], body: expect.stringContaining("One bug: it subtracts.") });
  });

  test("a review is made once, and another one beside it", async () => {
    const first = await review([]);
    expect(await review([])).toEqual({ ...first, isNew: false });
    expect(await review([], "task-8")).toMatchObject({ isNew: true });
    expect((await of().see()).reviews).toHaveLength(2);
  });

  const settle = (mark: string) => {
    const { forge, repo, theirs } = of();
    const answer = { mark: `mended-${mark}`, body: "Mended." };
    return forge.settleThreads({ repo, number: theirs.number, settled: [{ began: mark, answer }] });
  };

  test("a thread of ours is answered and settled once, and nobody else's is", async () => {
    const { line } = of().theirs;
    const began = (mark: string) => ({ ...comment(line), body: markText(mark, "It subtracts.") });
    await review([began("finding-1"), began("finding-2")]);
    await of().people.commentOnLine("<!-- catalyst:finding-1 -->");
    expect(await settle("finding-1")).toEqual({ kind: "made", urls: [expect.stringMatching(/^https?:/)] });
    expect(await settle("finding-1")).toEqual({ kind: "made", urls: [] });
    expect(await settle("finding-9")).toEqual({ kind: "made", urls: [] });
    const { reviews, answers } = await of().see();
    const [ours] = reviews.filter(({ body }) => body.includes("One bug."));
    expect(ours?.inline).toMatchObject([
      { isSettled: true, answers: [expect.stringContaining("Mended.")] },
      { body: expect.stringContaining("finding-2") },
    ]);
    expect(ours?.inline[1]?.isSettled ?? false).toBe(false);
    expect(answers.filter(({ body }) => body.includes("Mended."))).toHaveLength(answers.length);
  });

  test("our earlier reviews are folded, and the newest one isn't", async () => {
    const { forge, repo, theirs } = of();
    await review([], "task-1");
    await review([], "task-2");
    const fold = () => forge.foldReviews({ repo, number: theirs.number, mark: "task-2" });
    expect([await fold(), await fold()]).toMatchObject([{ kind: "made" }, { kind: "made" }]);
    const seen = (await of().see()).reviews.map(({ isFolded, body }) => [body.includes("task-1"), isFolded ?? false]);
    expect(seen).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test("a pull request is where it was, or isn't there", async () => {
    const { forge, repo, theirs } = of();
    const wish = { repo, number: theirs.number, commit: theirs.commit };
    expect(await forge.compareHead(wish)).toEqual({ kind: "made", head: theirs.commit, ahead: 0 });
    expect(await forge.compareHead({ ...wish, number: 9999 })).toMatchObject({ problem: { kind: "not_found" } });
  });

  test("a pull request that isn't there has no reviews", async () => {
    const { forge, repo, theirs } = of();
    const wish = { repo, commit: theirs.commit, body: "Words.", wholeBody: "Words.", comments: [], mark: MARK };
    expect(await forge.ensureReview({ ...wish, number: 9999 })).toEqual({
      kind: "failed",
      problem: { kind: "not_found" },
    });
  });
}
