import { expect, test } from "vitest";
import { GitHubConfig } from "../../agent/github-config.ts";
import type { GitHubApp } from "../../forge/app/github-app.ts";
import { readCommand } from "../command/read-command.ts";
import { policyWithoutProject } from "../hear/find-policy.ts";
import type { Signal, SignalAccount, SignalBody } from "../signal/signal.ts";
import { decide } from "./decide.ts";
import type { SubjectNow, TaskOfSubject, TriggerFacts } from "./facts.ts";
import { writtenIn } from "./heard.ts";
import { policyOf } from "./trigger-policy.ts";

const ADA: SignalAccount = { id: "7", login: "ada", kind: "person" };
const BOB: SignalAccount = { id: "8", login: "bob", kind: "person" };
const WATCH: Pick<GitHubApp, "botUserId" | "slug" | "machineUsers" | "watched"> = {
  ...{ botUserId: 7, slug: "ada", machineUsers: [], watched: { repositoryId: 5, owner: "acme", name: "shop" } },
};
const { identity, policy } = policyWithoutProject(WATCH);
const ISSUE: SubjectNow = {
  ...{ kind: "issue", number: 12, url: "https://github.com/acme/shop/issues/12", title: "Upload", text: "It fails." },
  ...{ isOpen: true, isLocked: false, isArchived: false, change: null },
};
const PULL: SubjectNow = {
  ...ISSUE,
  ...{ kind: "pull_request", change: { head: "a".repeat(40), branch: "topic", base: "main", isFork: false } },
};
const RUNNING: TaskOfSubject = {
  ...{ id: "t1", taskType: "issue", status: "running", hasOpenPullRequest: false, isItsPullRequest: false },
};

function decideOf(body: SignalBody, actor: SignalAccount, changes: Partial<TriggerFacts> = {}): string {
  const repository = { id: "5", owner: "acme", name: "shop", isArchived: false };
  const signal: Signal = { ...body, repository, number: 12, actor, at: new Date("2026-05-02T10:00:00Z") };
  const decision = decide(signal, {
    ...{ identity, policy, permission: "write", subject: ISSUE, review: null, task: null },
    heard: readCommand(writtenIn(signal) ?? "", { mentions: identity.mentionNames }),
    ...{ isOurThread: false, isQuiet: false, isAsker: false, isPrivate: false, outsiders: null, limitsTold: [] },
    counts: { byAuthorThisHour: 0, inRepositoryToday: 0, automaticToday: 0 },
    ...changes,
  });
  return decision.kind === "accepted" ? decision.act.kind : `${decision.kind} ${decision.reason}`;
}

const says = (text: string): SignalBody => ({ kind: "commented", comment: { id: "5", text } });
const label: SignalBody = { kind: "labeled", label: "catalyst", eventId: "1" };
const unlabel: SignalBody = { kind: "unlabeled", label: "catalyst", eventId: "2" };

test.each<[what: string, is: string, body: SignalBody, actor: SignalAccount, changes?: Partial<TriggerFacts>]>([
  ["the person's label", "submit", label, ADA],
  ["the person's command", "submit", says("/catalyst run Mend it"), ADA],
  ["another's label", "ignored by_others", label, BOB],
  ["another's command, though they may write", "ignored by_others", says("/catalyst run Mend it"), BOB],
  ["what we say in the person's name", "ignored own_mark", says("<!-- catalyst:task-1 -->\n/catalyst run"), ADA],
  ["a mention of the person", "ignored no_command", says("@ada please mend it"), ADA],
  [
    "the label that is taken off, as we do",
    "ignored own_account",
    unlabel,
    ADA,
    { task: { ...RUNNING, status: "pending" } },
  ],
  ["an issue that the person takes on", "ignored not_for_us", { kind: "assigned", account: ADA, eventId: "1" }, ADA],
  [
    "an issue that another closes",
    "end",
    { kind: "closed", isMerged: false },
    BOB,
    { task: RUNNING, subject: { ...ISSUE, isOpen: false } },
  ],
  ["the person's label on a pull request", "refused no_reviews", label, ADA, { subject: PULL }],
  ["a review that is asked for", "refused no_reviews", says("/catalyst review"), ADA, { subject: PULL }],
  [
    "a pull request that is pushed to",
    "ignored not_wanted",
    { kind: "head_changed", head: "a".repeat(40), isReady: true },
    ADA,
    { subject: PULL },
  ],
  ["checks that failed", "ignored not_wanted", { kind: "checks_failed", head: "a".repeat(40) }, BOB, { subject: PULL }],
])("where we act as a person, %s: %s", (...[, is, body, actor, changes]) => {
  expect(decideOf(body, actor, changes)).toBe(is);
});

test("whatever the project wants to be done unasked, as a person it isn't done", () => {
  const wanted = GitHubConfig.parse({ autofix: 3, reviewAuto: "push" });
  expect(policyOf(wanted)).toMatchObject({ autofix: 3, reviewAuto: "push" });
  expect(policy).toMatchObject({ autofix: 0, reviewAuto: "off" });
});
