import { beforeEach, expect, test } from "vitest";
import { MARK, type PlayedForge } from "./played-forge.ts";

export function commentContract(of: () => PlayedForge): void {
  let sequence: number;
  const comment = (body: string, more: { sequence?: number; isMade?: boolean } = {}) => {
    const { forge, repo, theirs } = of();
    sequence += 1;
    const wish = { repo, number: theirs.number, body, mark: MARK, urgency: "state" } as const;
    return forge.ensureComment({ ...wish, sequence, isMade: true, ...more });
  };
  const seen = async () => (await of().see()).comments.map(({ body }) => body);

  beforeEach(() => {
    sequence = 0;
  });

  test("a comment is made once and edited in place", async () => {
    const made = await comment("Working.");
    expect(await comment("Done.")).toEqual({ ...made, isNew: false });
    expect(await seen()).toEqual([expect.stringContaining("Done.")]);
  });

  test("what somebody else wrote with our mark isn't ours", async () => {
    await comment("Working.");
    const [ours = ""] = await seen();
    await of().people.deleteComments(of().theirs.number);
    await of().people.comment(of().theirs.number, ours);
    expect(await comment("Done.")).toMatchObject({ isNew: true });
    expect(await seen()).toEqual([ours, expect.stringContaining("Done.")]);
  });

  test("whoever comes with an earlier text is late: the later one stays", async () => {
    const made = await comment("Done.", { sequence: 7 });
    expect(await comment("Working.", { sequence: 6 })).toEqual({ ...made, isNew: false });
    expect(await seen()).toEqual([expect.stringContaining("Done.")]);
    await comment("Working on what was said since.", { sequence: 8 });
    expect(await seen()).toEqual([expect.stringContaining("said since")]);
  });

  test("one that was deleted is told, or made again by whoever wants it", async () => {
    await comment("Working.");
    await of().people.deleteComments(of().theirs.number);
    expect(await comment("Still working.", { isMade: false })).toMatchObject({ problem: { kind: "deleted" } });
    expect(await seen()).toEqual([]);
    expect(await comment("Done.")).toMatchObject({ kind: "made", isNew: true });
  });

  test("a comment is near the end until ten others follow it, and so is one that isn't there", async () => {
    const { forge, repo, issue, people } = of();
    const { number } = issue;
    const isNear = (mark = MARK) => forge.isNearEnd({ repo, number, mark, since: new Date(Date.now() - 60_000) });
    const wish = { repo, number, body: "Works.", mark: MARK, sequence: 1, isMade: true, urgency: "state" } as const;
    await forge.ensureComment(wish);
    expect([await isNear(), await isNear("task-9")]).toMatchObject([{ isNearEnd: true }, { isNearEnd: true }]);
    for (let count = 0; count < 10; count++) {
      await people.comment(number, `Words ${count}`);
    }
    expect(await isNear()).toEqual({ kind: "made", isNearEnd: false });
  });
}
