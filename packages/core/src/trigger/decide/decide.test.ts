import { expect, test } from "vitest";
import { NO_OPTIONS } from "../command/options.ts";
import { type Command, readCommand } from "../command/read-command.ts";
import type { Signal, SignalAccount, SignalBody } from "../signal/signal.ts";
import { decide } from "./decide.ts";
import type { ReviewNow, SubjectNow, TaskOfSubject, TriggerFacts } from "./facts.ts";
import type { Heard } from "./heard.ts";
import { DEFAULT_TRIGGER_POLICY } from "./trigger-policy.ts";

const ADA: SignalAccount = { id: "7", login: "ada", kind: "person" };
const AGENT: SignalAccount = { id: "90", login: "catalyst-agent", kind: "person" };
const BOT: SignalAccount = { id: "91", login: "catalyst[bot]", kind: "bot" };
const RENOVATE: SignalAccount = { id: "92", login: "renovate[bot]", kind: "bot" };

const ISSUE: SubjectNow = {
  ...{ kind: "issue", number: 12, url: "https://github.com/acme/shop/issues/12", title: "Upload", text: "It fails." },
  ...{ isOpen: true, isLocked: false, isArchived: false, change: null },
};
const PULL: SubjectNow = {
  ...ISSUE,
  ...{ kind: "pull_request", change: { head: "a".repeat(40), branch: "topic", base: "main", isFork: false } },
};
const FORK: SubjectNow = { ...PULL, change: { head: "a".repeat(40), branch: "topic", base: "main", isFork: true } };
const RUNNING: TaskOfSubject = {
  ...{ id: "t1", taskType: "issue", status: "running", hasOpenPullRequest: false, isItsPullRequest: false },
};
const DONE: TaskOfSubject = { ...RUNNING, status: "completed", hasOpenPullRequest: true };
const PROPOSED: TaskOfSubject = { ...DONE, isItsPullRequest: true };

const UNKNOWN = readCommand("/catalyst rnu", { mentions: [] });

const FACTS: TriggerFacts = {
  identity: { botId: "91", assigneeIds: ["90"], teamIds: ["44"], mentionNames: ["catalyst-agent"] },
  policy: DEFAULT_TRIGGER_POLICY,
  permission: "write",
  ...{ subject: ISSUE, review: null, task: null, heard: { kind: "none" }, isOurThread: false, isQuiet: false },
  ...{ isAsker: false, isPrivate: false, outsiders: null },
  counts: { byAuthorThisHour: 0, inRepositoryToday: 0, automaticToday: 0 },
  limitsTold: [],
};

function signal(body: SignalBody, actor = ADA): Signal {
  const repository = { id: "5", owner: "acme", name: "shop", isArchived: false };
  return { ...body, repository, number: 12, actor, at: new Date("2026-05-02T10:00:00Z") };
}

const assigned = (actor = ADA, account = AGENT) => signal({ kind: "assigned", account, eventId: "1" }, actor);
const labeled = (label: string) => signal({ kind: "labeled", label, eventId: "1" });
const commented = (text = "Please", actor = ADA) => signal({ kind: "commented", comment: { id: "5", text } }, actor);
const reviewed = (verdict: ReviewNow["verdict"] | null) =>
  signal({ kind: "reviewed", reviewId: "3", verdict, text: "" });
const requested = signal({ kind: "review_requested", reviewer: { kind: "account", account: AGENT }, eventId: "1" });
const answered = signal({
  kind: "code_commented",
  comment: { id: "5", text: "Why?", replyTo: "4", path: "src/a.ts", line: 3, side: "RIGHT", hunk: "@@ -1 +1 @@\n+x" },
});

const say = (verb: Command["verb"], instruction = ""): Heard => {
  return { kind: "command", verb, instruction, words: "", options: NO_OPTIONS };
};
const review = (verdict: ReviewNow["verdict"]): ReviewNow => {
  const comment = { replyTo: null, path: "src/a.ts", line: 3, side: "RIGHT", hunk: "@@ -1 +1 @@\n+x" } as const;
  const comments = Array.from({ length: 12 }, (_, index) => ({
    ...comment,
    id: String(index),
    text: `Point ${index}`,
  }));
  return { verdict, text: "See below.", comments };
};

interface Case {
  what: string;
  of: Signal;
  with?: Partial<TriggerFacts>;
  is: string;
}

const ISSUES: Case[] = [
  { what: "an assignment to us", of: assigned(), is: "submit issue" },
  { what: "an assignment to somebody else", of: assigned(ADA, ADA), is: "ignored not_for_us" },
  {
    what: "an assignment of nobody knows whom",
    of: signal({ kind: "assigned", account: null, eventId: null }),
    is: "ignored not_for_us",
  },
  {
    what: "the end of such a one",
    of: signal({ kind: "unassigned", account: null, eventId: null }),
    with: { task: RUNNING },
    is: "ignored not_for_us",
  },
  { what: "our label", of: labeled("Catalyst"), is: "submit issue" },
  { what: "our label with an agent", of: labeled("catalyst:codex"), is: "submit issue codex-cli" },
  { what: "a label that only begins like ours", of: labeled("catalyst-later"), is: "ignored not_for_us" },
  { what: "a label with what no agent is called", of: labeled("catalyst:../x"), is: "ignored not_for_us" },
  { what: "an assignment while its task runs", of: assigned(), with: { task: RUNNING }, is: "join" },
  { what: "an assignment after its result was proposed", of: assigned(), with: { task: DONE }, is: "message" },
  {
    what: "an assignment after its task failed",
    of: assigned(),
    with: { task: { ...DONE, status: "failed", hasOpenPullRequest: false } },
    is: "submit issue",
  },
  { what: "a mention", of: commented(), with: { heard: say(null, "Please") }, is: "submit issue" },
  {
    what: "a mention while its task runs",
    of: commented(),
    with: { heard: say(null, "x"), task: RUNNING },
    is: "message",
  },
  { what: "a comment that names nobody", of: commented(), is: "ignored no_command" },
  { what: "a command for a plan", of: commented(), with: { heard: say("plan") }, is: "submit issue plan" },
  {
    what: "a command that there isn't",
    of: commented(),
    with: { heard: UNKNOWN },
    is: "refused unknown_command",
  },
  { what: "a review of an issue", of: commented(), with: { heard: say("review") }, is: "refused not_here" },
  { what: "a retry without a task", of: commented(), with: { heard: say("retry") }, is: "refused not_here" },
  { what: "a retry", of: commented(), with: { heard: say("retry"), task: DONE }, is: "retry_task" },
  { what: "help", of: commented(), with: { heard: say("help") }, is: "tell_commands" },
  { what: "a stop", of: commented(), with: { heard: say("stop"), task: RUNNING }, is: "cancel" },
  {
    what: "a stop of what has ended",
    of: commented(),
    with: { heard: say("stop"), task: DONE },
    is: "refused not_here",
  },
  {
    what: "our being unassigned",
    of: signal({ kind: "unassigned", account: AGENT, eventId: "1" }),
    with: { task: RUNNING },
    is: "cancel",
  },
  {
    what: "the issue's end",
    of: signal({ kind: "closed", isMerged: false }),
    with: { task: RUNNING, subject: { ...ISSUE, isOpen: false } },
    is: "end",
  },
  {
    what: "the end of an issue that is open again",
    of: signal({ kind: "closed", isMerged: false }),
    with: { task: RUNNING },
    is: "ignored superseded",
  },
  {
    what: "the end of an issue without a task",
    of: signal({ kind: "closed", isMerged: false }, RENOVATE),
    is: "ignored nothing_to_stop",
  },
];

const PULLS: Case[] = [
  { what: "a request for our review", of: requested, with: { subject: PULL }, is: "submit pr_review" },
  {
    what: "a request for our team's review",
    of: signal({ kind: "review_requested", reviewer: { kind: "team", id: "44" }, eventId: "1" }),
    with: { subject: PULL },
    is: "submit pr_review",
  },
  {
    what: "a request for another team's review",
    of: signal({ kind: "review_requested", reviewer: { kind: "team", id: "45" }, eventId: "1" }),
    with: { subject: PULL },
    is: "ignored not_for_us",
  },
  {
    what: "a second request for our review",
    of: requested,
    with: { subject: PULL, task: { ...RUNNING, taskType: "pr_review" } },
    is: "join",
  },
  { what: "a review of a fork", of: requested, with: { subject: FORK }, is: "submit pr_review" },
  { what: "our label on a pull request", of: labeled("catalyst"), with: { subject: PULL }, is: "submit pr_review" },
  { what: "an assigned pull request", of: assigned(), with: { subject: PULL }, is: "ignored not_for_us" },
  {
    what: "free words on another's",
    of: commented(),
    with: { subject: PULL, heard: say(null, "Ok?") },
    is: "submit pr_review",
  },
  {
    what: "a fix of another's",
    of: commented(),
    with: { subject: PULL, heard: say("fix", "x") },
    is: "submit code_fix",
  },
  { what: "a fix of a fork", of: commented(), with: { subject: FORK, heard: say("fix", "x") }, is: "refused fork" },
  {
    what: "free words on ours",
    of: commented(),
    with: { subject: PULL, task: PROPOSED, heard: say(null, "x") },
    is: "message",
  },
  { what: "a fix of ours", of: commented(), with: { subject: PULL, task: PROPOSED, heard: say("fix") }, is: "message" },
  {
    what: "an update of ours",
    of: commented(),
    with: { subject: PULL, task: PROPOSED, heard: say("update") },
    is: "message",
  },
  {
    what: "an update of another's",
    of: commented(),
    with: { subject: PULL, task: DONE, heard: say("update") },
    is: "refused not_here",
  },
  {
    what: "a review that asks for changes of ours",
    of: reviewed("changes_requested"),
    with: { subject: PULL, task: PROPOSED, review: review("changes_requested") },
    is: "message",
  },
  {
    what: "one that asks for changes of another's",
    of: reviewed("changes_requested"),
    with: { subject: PULL, review: review("changes_requested") },
    is: "ignored no_command",
  },
  { what: "an approval", of: reviewed("approved"), with: { subject: PULL, task: PROPOSED }, is: "ignored approved" },
  {
    what: "a review that only says something",
    of: reviewed("commented"),
    with: { subject: PULL },
    is: "ignored no_command",
  },
  {
    what: "a review one of whose comments names us",
    of: reviewed(null),
    with: { subject: PULL, task: PROPOSED, review: review("commented"), heard: say(null, "x") },
    is: "message",
  },
  {
    what: "an answer in our thread",
    of: answered,
    with: { subject: PULL, task: PROPOSED, isOurThread: true },
    is: "message",
  },
  {
    what: "an answer in another's thread",
    of: answered,
    with: { subject: PULL, task: PROPOSED },
    is: "ignored no_command",
  },
];

const edited = (changes: Partial<Extract<SignalBody, { kind: "comment_edited" }>> = {}, actor = ADA) =>
  signal(
    {
      ...{ kind: "comment_edited", comment: { id: "5", text: "/catalyst run" }, before: "Hm.", isOnCode: false },
      ...{ authorId: ADA.id, writtenAt: new Date("2026-05-02T09:59:30Z"), ...changes },
    },
    actor,
  );
const REPLYING = { ...DEFAULT_TRIGGER_POLICY, outsiders: "reply-once" } as const;

const OTHERS: Case[] = [
  {
    what: "a stop of who asked for it and may not write any more",
    of: commented(),
    with: { permission: "read", isAsker: true, heard: say("stop"), task: RUNNING },
    is: "cancel",
  },
  {
    what: "a stop of who only reads",
    of: commented(),
    with: { permission: "read", heard: say("stop"), task: RUNNING },
    is: "ignored no_permission",
  },
  {
    what: "another command of who asked for it and may not write any more",
    of: commented(),
    with: { permission: "read", isAsker: true, heard: say("retry"), task: DONE },
    is: "ignored no_permission",
  },
  {
    what: "a reader's question how it is, where few read",
    of: commented(),
    with: { permission: "read", isPrivate: true, heard: say("status") },
    is: "tell_status",
  },
  {
    what: "the same where everybody reads",
    of: commented(),
    with: { permission: "read", heard: say("status") },
    is: "ignored no_permission",
  },
  {
    what: "an outsider's mention where they are told so",
    of: commented(),
    with: { permission: "read", heard: say(null, "x"), policy: REPLYING, outsiders: { here: 0, thisHour: 4 } },
    is: "refused outsider",
  },
  {
    what: "their second one",
    of: commented(),
    with: { permission: "read", heard: say(null, "x"), policy: REPLYING, outsiders: { here: 1, thisHour: 1 } },
    is: "ignored no_permission",
  },
  {
    what: "the sixth of an hour",
    of: commented(),
    with: { permission: "read", heard: say(null, "x"), policy: REPLYING, outsiders: { here: 0, thisHour: 5 } },
    is: "ignored no_permission",
  },
  { what: "a command that was edited in", of: edited(), with: { heard: say("run") }, is: "refused edited_in" },
  {
    what: "one that an outsider edited in",
    of: edited(),
    with: { heard: say("run"), permission: "read" },
    is: "ignored no_permission",
  },
  {
    what: "an edit of a command",
    of: edited({ before: "/catalyst run" }),
    with: { heard: say("run") },
    is: "ignored edited",
  },
  {
    what: "an edit by somebody else",
    of: edited({ authorId: "8" }),
    with: { heard: say("run") },
    is: "ignored edited",
  },
  {
    what: "an edit of an old comment",
    of: edited({ writtenAt: new Date("2026-05-02T09:58:00Z") }),
    with: { heard: say("run") },
    is: "ignored edited",
  },
  { what: "an edit that asks for nothing", of: edited(), is: "ignored edited" },
  {
    what: "a label that is taken off before the task began",
    of: signal({ kind: "unlabeled", label: "catalyst", eventId: "1" }),
    with: { task: { ...RUNNING, status: "pending" } },
    is: "cancel",
  },
  {
    what: "a label that is taken off later",
    of: signal({ kind: "unlabeled", label: "catalyst", eventId: "1" }),
    with: { task: RUNNING },
    is: "ignored nothing_to_stop",
  },
];

const RULES: Case[] = [
  ...(["none", "read", "triage"] as const).map((permission) => ({
    ...{ what: `whoever has ${permission}`, of: assigned(), with: { permission }, is: "ignored no_permission" },
  })),
  {
    what: "an outsider's mention",
    of: commented(),
    with: { permission: "read", heard: say(null, "x") },
    is: "ignored no_permission",
  },
  {
    what: "an outsider's wrong command",
    of: commented(),
    with: { permission: "read", heard: UNKNOWN },
    is: "ignored no_permission",
  },
  { what: "our own account", of: assigned(AGENT), is: "ignored own_account" },
  {
    what: "our App, whoever lists it",
    of: commented("x", BOT),
    with: { heard: say("run"), policy: { ...DEFAULT_TRIGGER_POLICY, botIds: ["91", "90"] } },
    is: "ignored own_account",
  },
  { what: "a bot", of: commented("x", RENOVATE), with: { heard: say("run") }, is: "ignored bot_not_listed" },
  {
    what: "a listed bot",
    of: commented("x", RENOVATE),
    with: { heard: say("run"), policy: { ...DEFAULT_TRIGGER_POLICY, botIds: ["92"] } },
    is: "submit issue",
  },
  {
    what: "a listed bot that may not write",
    of: commented("x", RENOVATE),
    with: { heard: say("run"), policy: { ...DEFAULT_TRIGGER_POLICY, botIds: ["92"] }, permission: "read" },
    is: "ignored no_permission",
  },
  { what: "an organization", of: assigned({ ...ADA, kind: "other" }), is: "ignored not_a_person" },
  {
    what: "a text with our mark",
    of: commented("> <!-- catalyst:task-7 -->\n@catalyst-agent"),
    with: { heard: say(null, "x") },
    is: "ignored own_mark",
  },
  { what: "a locked issue", of: assigned(), with: { subject: { ...ISSUE, isLocked: true } }, is: "refused locked" },
  { what: "a closed issue", of: assigned(), with: { subject: { ...ISSUE, isOpen: false } }, is: "refused closed" },
  {
    what: "an archived repository",
    of: assigned(),
    with: { subject: { ...ISSUE, isArchived: true } },
    is: "refused archived",
  },
  {
    what: "a stop on a locked issue",
    of: commented(),
    with: { subject: { ...ISSUE, isLocked: true }, heard: say("stop"), task: RUNNING },
    is: "cancel",
  },
  { what: "an issue that isn't there", of: assigned(), with: { subject: null }, is: "ignored subject_gone" },
  {
    what: "an eleventh task of an hour",
    of: assigned(),
    with: { counts: { ...FACTS.counts, byAuthorThisHour: 10 } },
    is: "refused too_many_by_author",
  },
  {
    what: "a repository's thirty-first of a day",
    of: assigned(),
    with: { counts: { ...FACTS.counts, inRepositoryToday: 30 } },
    is: "refused too_many_in_repository",
  },
  {
    what: "an eleventh turn of a day that nobody asked for in words",
    of: reviewed("changes_requested"),
    with: {
      ...{ subject: PULL, task: PROPOSED, review: review("changes_requested") },
      counts: { ...FACTS.counts, automaticToday: 10 },
    },
    is: "refused too_many_turns",
  },
  {
    what: "a listed bot's third word after another",
    of: commented("@catalyst-agent again", RENOVATE),
    with: {
      ...{ subject: PULL, task: PROPOSED, heard: say(null, "again") },
      ...{ policy: { ...DEFAULT_TRIGGER_POLICY, botIds: ["92"] }, counts: { ...FACTS.counts, byBotsInRow: 2 } },
    },
    is: "refused too_many_by_bots",
  },
  {
    what: "a person's word after two of bots",
    of: commented("@catalyst-agent again"),
    with: {
      ...{ subject: PULL, task: PROPOSED, heard: say(null, "again") },
      ...{ policy: { ...DEFAULT_TRIGGER_POLICY, botIds: ["92"] }, counts: { ...FACTS.counts, byBotsInRow: 2 } },
    },
    is: "message",
  },
  {
    what: "a mention in a thread that wants quiet",
    of: commented(),
    with: { heard: say(null, "x"), isQuiet: true },
    is: "ignored quiet",
  },
  { what: "a command in one", of: commented(), with: { heard: say("run"), isQuiet: true }, is: "ignored quiet" },
  {
    what: "the command that ends it",
    of: commented(),
    with: { heard: say("listen"), isQuiet: true },
    is: "follow_thread",
  },
];

test.each([...ISSUES, ...PULLS, ...OTHERS, ...RULES])("$what: $is", ({ of, with: changes, is }) => {
  expect(summary(decide(of, { ...FACTS, ...changes }))).toBe(is);
});

test("a review of twelve comments is one message that says where each stands", () => {
  const facts = { ...FACTS, subject: PULL, task: PROPOSED, review: review("changes_requested") };
  const decision = decide(reviewed("changes_requested"), facts);
  const text = decision.kind === "accepted" && decision.act.kind === "message" ? decision.act.text : "";
  expect(text).toMatch(
    /^See below\.\n\nOn "src\/a\.ts", line 3 \(comment 0\):\n```diff\n@@ -1 \+1 @@\n\+x\n```\nPoint 0/,
  );
  expect(text.match(/Point \d+/g)).toHaveLength(12);
  expect(decision).toMatchObject({ act: { threads: Array.from({ length: 12 }, (_, index) => String(index)) } });
});

test("a review without end is cut where a comment ends, and says so", () => {
  const one = review("changes_requested");
  const long = { ...one, comments: one.comments.map((comment) => ({ ...comment, text: "x".repeat(60_000) })) };
  const facts = { ...FACTS, subject: PULL, task: PROPOSED, review: long };
  const decision = decide(reviewed("changes_requested"), facts);
  const text = decision.kind === "accepted" && decision.act.kind === "message" ? decision.act.text : "";
  expect(Buffer.byteLength(text)).toBeLessThan(64 * 1024);
  expect(text).toMatch(/\(12 more comments of this review are left out\.\)$/);
});

function summary(decision: ReturnType<typeof decide>): string {
  if (decision.kind !== "accepted") {
    return `${decision.kind} ${decision.reason}`;
  }
  const { act } = decision;
  switch (act.kind) {
    case "submit":
      return ["submit", act.taskType, act.options.agent, act.options.plan && "plan"].filter(Boolean).join(" ");
    case "thread":
      return act.act;
    default:
      return act.kind;
  }
}
