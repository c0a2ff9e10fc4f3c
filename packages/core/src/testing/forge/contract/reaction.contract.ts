import { expect, test } from "vitest";
import type { Written } from "../../../forge/reaction.ts";
import type { PlayedForge } from "./played-forge.ts";

export function reactionContract(of: () => PlayedForge): void {
  test("what people wrote gets each reaction of ours once", async () => {
    const { forge, repo, issue, people } = of();
    const comment: Written = { kind: "comment", id: await people.comment(issue.number, "/catalyst run") };
    const subject: Written = { kind: "subject", number: issue.number };
    for (const [to, reaction] of [...PAIRS(subject), ...PAIRS(comment), ...PAIRS(comment)]) {
      expect(await forge.ensureReaction({ repo, to, reaction })).toMatchObject({ kind: "made" });
    }
    const { reactions } = await of().see();
    expect(reactions.map(({ to, reaction }) => `${to} ${reaction}`).toSorted()).toEqual(
      [...PAIRS(subject), ...PAIRS(comment)].map(([{ kind }, reaction]) => `${kind} ${reaction}`).toSorted(),
    );
  });

  test("what was deleted gets none, and that is told", async () => {
    const { forge, repo, issue, people } = of();
    const id = await people.comment(issue.number, "/catalyst run");
    await people.deleteComments(issue.number);
    expect(await forge.ensureReaction({ repo, to: { kind: "comment", id }, reaction: "seen" })).toEqual({
      kind: "failed",
      problem: { kind: "not_found" },
    });
  });
}

const PAIRS = (to: Written) =>
  (["seen", "done", "pushed", "refused"] as const).map((reaction) => [to, reaction] as const);

export function labelContract(of: () => PlayedForge): void {
  test("a label is taken off, and one that isn't there needs nothing", async () => {
    const { forge, repo, issue, people } = of();
    await people.label(issue.number, "catalyst:claude-code");
    for (const label of ["catalyst:claude-code", "catalyst:claude-code", "catalyst"]) {
      expect(await forge.removeLabel({ repo, number: issue.number, label })).toMatchObject({ kind: "made" });
    }
    expect((await of().see()).labels.flatMap(({ labels }) => labels)).toEqual([]);
  });
}
