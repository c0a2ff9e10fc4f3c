import { expect, test } from "vitest";
import type { ReviewWish } from "../../../forge/forge-port.ts";
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
