import { expect, test } from "vitest";
import type { Signal, SignalAccount, SignalBody } from "../../signal/signal.ts";
import { decide } from "../decide.ts";
import type { SubjectNow, TaskOfSubject, TriggerFacts } from "../facts.ts";
import { DEFAULT_TRIGGER_POLICY } from "../trigger-policy.ts";

const HEAD = "a".repeat(40);
const BOT: SignalAccount = { id: "91", login: "catalyst[bot]", kind: "bot" };
const ADA: SignalAccount = { id: "7", login: "ada", kind: "person" };
const change = { head: HEAD, branch: "topic", base: "main", isFork: false, isDraft: false };
const PULL: SubjectNow = {
  ...{ kind: "pull_request", number: 12, url: "https://github.com/acme/shop/pull/12", title: "Upload", text: "" },
  ...{ isOpen: true, isLocked: false, isArchived: false, change },
};
const OURS: TaskOfSubject = {
  ...{ id: "t1", taskType: "issue", status: "completed", hasOpenPullRequest: true, isItsPullRequest: true },
  headCommit: HEAD,
};
const LINT = { name: "lint", conclusion: "failure", summary: "Semicolons.", annotations: [] };
const COUNTS = { byAuthorThisHour: 0, inRepositoryToday: 0, automaticToday: 0, checkRounds: 0 };
const FACTS: TriggerFacts = {
  identity: { botId: "91", assigneeIds: [], teamIds: [], mentionNames: ["catalyst"] },
  policy: { ...DEFAULT_TRIGGER_POLICY, autofix: 2, reviewAuto: "push" },
  ...{ permission: "none", subject: PULL, review: null, task: OURS, heard: { kind: "none" }, failedChecks: [LINT] },
  ...{ isOurThread: false, isQuiet: false, counts: COUNTS, limitsTold: [] },
  ...{ isAsker: false, isPrivate: false, outsiders: null },
};

function signal(body: SignalBody, actor = ADA): Signal {
  const repository = { id: "5", owner: "acme", name: "shop", isArchived: false };
  return { ...body, repository, number: 12, actor, at: new Date("2026-05-02T10:00:00Z") };
}

function summary(of: Signal, changes: Partial<TriggerFacts>): string {
  const decision = decide(of, { ...FACTS, ...changes });
  return decision.kind === "accepted" ? decision.act.kind : decision.reason;
}

const failed = signal({ kind: "checks_failed", head: HEAD }, BOT);

test("failed checks of what we pushed last are a message to its agent, whose words are data", () => {
  const decision = decide(failed, FACTS);
  const text = decision.kind === "accepted" && decision.act.kind === "message" ? decision.act.text : "";
  expect(text).toContain(`Checks of your commit ${HEAD} failed.`);
  const round = { names: ["lint"], round: 1, rounds: 2 };
  expect(decision).toMatchObject({ act: { checks: round } });
  expect(text).toContain("`lint` (`failure`)\n```text\nSemicolons.\n```");
});

test.each<[string, Partial<TriggerFacts>, string]>([
  ["where the project doesn't want it", { policy: DEFAULT_TRIGGER_POLICY }, "not_wanted"],
  ["of somebody else's pull request", { task: { ...OURS, isItsPullRequest: false } }, "not_for_us"],
  ["of an older commit", { subject: { ...PULL, change: { ...change, head: "b".repeat(40) } } }, "superseded"],
  ["while a turn goes on", { task: { ...OURS, status: "running" } }, "superseded"],
  ["of a commit that somebody pushed after ours", { task: { ...OURS, headCommit: "b".repeat(40) } }, "not_our_commit"],
  ["of which none failed by now", { failedChecks: [] }, "nothing_failed"],
  ["after the last round", { counts: { ...COUNTS, checkRounds: 2 } }, "rounds_spent"],
  ["in the second round", { counts: { ...COUNTS, checkRounds: 1 } }, "message"],
  [
    "in a fourth round, whatever a project says",
    { policy: { ...FACTS.policy, autofix: 9 }, counts: { ...COUNTS, checkRounds: 3 } },
    "rounds_spent",
  ],
  ["after too many turns of a day", { counts: { ...COUNTS, automaticToday: 10 } }, "too_many_turns"],
  ["of a pull request that is closed", { subject: { ...PULL, isOpen: false } }, "closed"],
])("failed checks %s: %s", (_what, changes, is) => {
  expect(summary(failed, changes)).toBe(is);
});

const pushed = signal({ kind: "head_changed", head: HEAD, isReady: false });
const ready = signal({ kind: "head_changed", head: HEAD, isReady: true });
const opened = signal({ kind: "opened", text: "Mends it.", readyHead: HEAD });
const THEIRS = { permission: "write", task: null } as const;
const READY = { ...THEIRS, policy: { ...FACTS.policy, reviewAuto: "ready" } } as const;

const NEWER = { ...PULL, change: { ...change, head: "b".repeat(40) } };
const UNASKED_BY_OUTSIDER: Partial<TriggerFacts> = {
  ...{ permission: "read", task: null, outsiders: { here: 0, thisHour: 0 } },
  policy: { ...READY.policy, outsiders: "reply-once" },
};

test.each<[what: string, is: string, of: Signal, changes: Partial<TriggerFacts>]>([
  ["that is pushed to", "submit", pushed, THEIRS],
  ["that is pushed to where only those that become ready are wanted", "not_wanted", pushed, READY],
  ["that becomes ready", "submit", ready, READY],
  ["that is ready when it is opened", "submit", opened, READY],
  ["that is opened as a draft", "no_command", signal({ kind: "opened", text: "Mends it." }), READY],
  ["that is opened where the project wants none", "no_command", opened, { ...READY, policy: DEFAULT_TRIGGER_POLICY }],
  ["that is opened by who may not write", "no_permission", opened, { ...READY, permission: "read" }],
  ["that has a newer commit than it was opened with", "superseded", opened, { ...READY, subject: NEWER }],
  ["of who would be answered if they had asked", "no_permission", opened, UNASKED_BY_OUTSIDER],
  ["where the project wants none", "not_wanted", ready, { ...THEIRS, policy: DEFAULT_TRIGGER_POLICY }],
  ["of ours", "own_account", signal({ kind: "head_changed", head: HEAD, isReady: false }, BOT), THEIRS],
  ["of ours that somebody pushed to", "not_for_us", pushed, { permission: "write" }],
  ["of who may not write", "no_permission", pushed, { ...THEIRS, permission: "read" }],
  [
    "of a bot",
    "bot_not_listed",
    signal({ kind: "head_changed", head: HEAD, isReady: true }, { ...BOT, id: "92" }),
    THEIRS,
  ],
  ["that is a draft", "draft", pushed, { ...THEIRS, subject: { ...PULL, change: { ...change, isDraft: true } } }],
  ["that is at a newer commit", "superseded", pushed, { ...THEIRS, subject: NEWER }],
  ["where people want quiet", "quiet", pushed, { ...THEIRS, isQuiet: true }],
  [
    "that is reviewed already",
    "join",
    pushed,
    { ...THEIRS, task: { ...OURS, isItsPullRequest: false, taskType: "pr_review", status: "running" } },
  ],
])("a pull request %s: %s", (...[, is, of, changes]) => {
  expect(summary(of, changes)).toBe(is);
});

const pushedToOurs = (head = HEAD, isOfTask = true) =>
  signal({ kind: "head_changed", head, isReady: false, branch: "topic", ...(isOfTask ? { isOfTask } : {}) });
const LATER = "c".repeat(40);
const PUSHED = { ...PULL, change: { ...change, head: LATER } };
const WRITES = { permission: "write", policy: DEFAULT_TRIGGER_POLICY } as const;

test.each<[string, Signal, Partial<TriggerFacts>, string]>([
  ["by somebody who may write", pushedToOurs(LATER), { subject: PUSHED }, "note_push"],
  ["while a turn goes on", pushedToOurs(LATER), { subject: PUSHED, task: { ...OURS, status: "running" } }, "note_push"],
  ["by us", pushedToOurs(LATER), { subject: PUSHED, task: { ...OURS, headCommit: LATER } }, "not_for_us"],
  ["and then more", pushedToOurs("d".repeat(40)), { subject: PUSHED }, "superseded"],
  ["by who may not write by now", pushedToOurs(LATER), { subject: PUSHED, permission: "read" }, "no_permission"],
  [
    "where we act as a person",
    pushedToOurs(LATER),
    { subject: PUSHED, identity: { ...FACTS.identity, personId: "7" } },
    "not_for_us",
  ],
  ["of nobody's task", pushedToOurs(LATER, false), { subject: PUSHED, task: null }, "not_wanted"],
])("what is pushed to our own pull request %s", (...[, of, changes, is]) => {
  expect(summary(of, { ...WRITES, ...changes })).toBe(is);
});
