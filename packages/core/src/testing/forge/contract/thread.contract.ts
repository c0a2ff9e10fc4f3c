import { expect, test } from "vitest";
import type { ThreadReply } from "../../../forge/forge-port.ts";
import type { PlayedForge } from "./played-forge.ts";

export function threadContract(of: () => PlayedForge): void {
  const answer = (replies: ThreadReply[], number = of().theirs.number) =>
    of().forge.ensureThreadReplies({ repo: of().repo, number, replies });

  test("threads are answered once each, however often that is asked for", async () => {
    const [first, second] = [await of().people.commentOnLine("Why?"), await of().people.commentOnLine("How?")];
    const one = { comment: first, mark: "answer-1", body: "Done." };
    const made = await answer([one]);
    expect(made).toMatchObject({ kind: "made", urls: [expect.stringMatching(/^https?:/)] });
    const urls = made.kind === "made" ? made.urls : [];
    const again = await answer([one, { comment: second, mark: "answer-2", body: "So." }]);
    expect(again).toMatchObject({ kind: "made", urls: [...urls, expect.any(String)] });
    const { answers } = await of().see();
    expect(answers.map(({ comment }) => comment).toSorted()).toEqual([first, second].toSorted());
    expect(answers.find(({ comment }) => comment === first)?.body).toContain("Done.");
  });

  test("where the thread is gone there is no answer, and the others are there", async () => {
    const comment = await of().people.commentOnLine("Why?");
    const gone = { comment: "999999999", mark: "answer-1", body: "Done." };
    expect(await answer([gone, { ...gone, comment, mark: "answer-2" }])).toMatchObject({ urls: [expect.any(String)] });
    expect((await of().see()).answers).toMatchObject([{ comment }]);
  });
}
