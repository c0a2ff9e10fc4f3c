import { expect, test } from "vitest";
import type { TriggerFacts } from "../decide/facts.ts";
import { DEFAULT_TRIGGER_POLICY } from "../decide/trigger-policy.ts";
import { answersTo } from "./answers-to.ts";
import type { Decided } from "./decided.ts";

const COMMIT = "a".repeat(40);
const FACTS = {
  policy: { ...DEFAULT_TRIGGER_POLICY, deleteBranch: true },
  task: { id: "1", isItsPullRequest: true, headCommit: COMMIT },
  subject: { kind: "pull_request", change: { branch: "catalyst/one", isFork: false } },
} as TriggerFacts;
const answers = (more: Partial<TriggerFacts> = {}, why = "merged") =>
  answersTo({
    decision: { kind: "accepted", act: { kind: "end", taskId: "1", why, isAfterTurn: false } },
    ...{ signal: { kind: "closed", number: 7 }, facts: { ...FACTS, ...more } },
  } as Decided);

test("the branch of a pull request of ours that was merged is deleted where the project wants that, at what we published", () => {
  expect(answers()).toEqual([{ does: "delete_branch", branch: "catalyst/one", commit: COMMIT }]);
});

test.each<[string, Partial<TriggerFacts>]>([
  ["the project doesn't want it", { policy: DEFAULT_TRIGGER_POLICY }],
  ["it is somebody else's", { task: { ...FACTS.task, isItsPullRequest: false } as TriggerFacts["task"] }],
  ["nothing was published on it", { task: { ...FACTS.task, headCommit: null } as TriggerFacts["task"] }],
  ["it is a fork's", { subject: { change: { branch: "main", isFork: true } } as TriggerFacts["subject"] }],
])("it stays where %s", (_what, more) => {
  expect(answers(more)).toEqual([]);
});

test("the branch of a pull request that was closed stays: who closed it may open it again", () => {
  expect(answers({}, "closed")).toEqual([]);
});
