import fc from "fast-check";
import { expect, test } from "vitest";
import { readForgeEvent } from "./read/event-rules.ts";
import { signalOf, type WebhookDelivery } from "./signal-of.ts";

const ADA = { id: 7, login: "ada", type: "User" };
const US = { id: 90, login: "catalyst-agent", type: "User" };
const REPOSITORY = { id: 5, name: "shop", owner: { login: "acme" }, archived: false };
const ISSUE = {
  ...{ id: 1001, number: 12, body: "The upload fails.", assignee: { id: 3, login: "bob", type: "User" } },
  ...{ created_at: "2026-05-01T10:00:00Z", updated_at: "2026-05-02T10:00:00Z", closed_at: null },
};
const COMMENT = { id: 501, body: "/catalyst run", created_at: "2026-05-03T10:00:00Z" };
const CODE_COMMENT = {
  ...COMMENT,
  ...{ pull_request_review_id: 301, path: "src/a.ts", line: 4, side: "RIGHT", diff_hunk: "@@ -1 +1 @@\n+x" },
};
const EDITED = { ...COMMENT, user: ADA, updated_at: "2026-05-03T10:00:30Z" };
const REVIEW = { id: 301, body: "", state: "changes_requested", submitted_at: "2026-05-03T10:00:00Z" };

const HEAD = "a".repeat(40);
const CHECKS = {
  ...{ head_sha: HEAD, conclusion: "failure", updated_at: "2026-05-03T10:00:00Z" },
  pull_requests: [{ id: 2001, number: 12 }],
};

const payload = (action: string, rest: object) => ({ action, repository: REPOSITORY, sender: ADA, ...rest });
const read = (event: string, action: string, rest: object) => signalOf({ event, payload: payload(action, rest) });

test("whoever was assigned just now counts, not whoever is first in the issue's list", () => {
  expect(read("issues", "assigned", { issue: ISSUE, assignee: US })).toEqual({
    kind: "signal",
    signal: {
      ...{ kind: "assigned", account: { id: "90", login: "catalyst-agent", kind: "person" }, eventId: null },
      ...{ number: 12, at: new Date("2026-05-02T10:00:00Z"), actor: { id: "7", login: "ada", kind: "person" } },
      repository: { id: "5", owner: "acme", name: "shop", isArchived: false, isPrivate: false },
    },
  });
  expect(read("issues", "assigned", { issue: ISSUE, assignee: null })).toMatchObject({ signal: { account: null } });
});

test.each([
  {
    ...{ event: "issues", action: "labeled", rest: { issue: ISSUE, label: { name: "Catalyst" } } },
    signal: { kind: "labeled", label: "Catalyst" },
  },
  {
    ...{ event: "issues", action: "opened", rest: { issue: ISSUE } },
    signal: { kind: "opened", text: "The upload fails." },
  },
  { event: "issues", action: "deleted", rest: { issue: ISSUE }, signal: { kind: "gone", number: 12 } },
  {
    ...{ event: "pull_request", action: "closed", rest: { pull_request: { ...ISSUE, merged: true } } },
    signal: { kind: "closed", isMerged: true },
  },
  {
    ...{ event: "pull_request", action: "review_requested" },
    rest: { pull_request: ISSUE, requested_team: { id: 44 } },
    signal: { kind: "review_requested", reviewer: { kind: "team", id: "44" } },
  },
  {
    ...{ event: "pull_request", action: "synchronize", rest: { pull_request: { ...ISSUE, head: { sha: HEAD } } } },
    signal: { kind: "head_changed", head: HEAD, isReady: false, number: 12 },
  },
  {
    ...{ event: "pull_request", action: "ready_for_review", rest: { pull_request: { ...ISSUE, head: { sha: HEAD } } } },
    signal: { kind: "head_changed", head: HEAD, isReady: true },
  },
  {
    ...{ event: "check_suite", action: "completed", rest: { check_suite: CHECKS } },
    signal: { kind: "checks_failed", head: HEAD, number: 12 },
  },
  {
    ...{ event: "issue_comment", action: "created", rest: { issue: ISSUE, comment: COMMENT } },
    signal: { kind: "commented", comment: { id: "501", text: "/catalyst run" } },
  },
  {
    ...{ event: "pull_request_review", action: "submitted", rest: { pull_request: ISSUE, review: REVIEW } },
    signal: { kind: "reviewed", reviewId: "301", verdict: "changes_requested" },
  },
  {
    ...{ event: "pull_request_review_comment", action: "created" },
    rest: { pull_request: ISSUE, comment: CODE_COMMENT },
    signal: { kind: "reviewed", reviewId: "301", verdict: null, text: "/catalyst run" },
  },
  {
    ...{ event: "pull_request_review_comment", action: "created" },
    rest: { pull_request: ISSUE, comment: { ...CODE_COMMENT, in_reply_to_id: 400 } },
    signal: { kind: "code_commented", comment: { id: "501", replyTo: "400", path: "src/a.ts", line: 4 } },
  },
  {
    ...{ event: "issue_comment", action: "edited" },
    rest: { issue: ISSUE, comment: EDITED, changes: { body: { from: "Hm." } } },
    signal: { kind: "comment_edited", before: "Hm.", authorId: "7", isOnCode: false, comment: { id: "501" } },
  },
  {
    ...{ event: "pull_request_review_comment", action: "edited" },
    rest: { pull_request: ISSUE, comment: { ...CODE_COMMENT, ...EDITED }, changes: { body: { from: "" } } },
    signal: { kind: "comment_edited", isOnCode: true },
  },
])("$event.$action is read", ({ event, action, rest, signal }) => {
  expect(read(event, action, rest)).toMatchObject({ kind: "signal", signal });
});

test.each<[what: string, pull: object, readyHead: string | undefined]>([
  ["is no draft", { draft: false, head: { sha: HEAD } }, HEAD],
  ["is a draft", { draft: true, head: { sha: HEAD } }, undefined],
  ["says nothing of drafts", { head: { sha: HEAD } }, undefined],
  ["has no commit", { draft: false }, undefined],
  ["is anything else", { draft: 1, head: "x" }, undefined],
])("of an opened pull request that %s it is read whether it is ready", (_what, pull, readyHead) => {
  const reading = read("pull_request", "opened", { pull_request: { ...ISSUE, ...pull } });
  expect(reading).toMatchObject({ signal: { kind: "opened", text: "The upload fails." } });
  const signal = reading.kind === "signal" ? reading.signal : null;
  expect(signal?.kind === "opened" ? signal.readyHead : null).toBe(readyHead);
});

test.each<[string, WebhookDelivery, string]>([
  ["an edit", { event: "issue_comment", payload: payload("edited", { issue: ISSUE, comment: COMMENT }) }, "edited"],
  [
    "a comment that was taken back",
    { event: "issue_comment", payload: payload("deleted", { issue: ISSUE }) },
    "deleted",
  ],
  ["a lock", { event: "issues", payload: payload("locked", { issue: ISSUE }) }, "locked"],
  ["an event without a rule", { event: "push", payload: payload("created", {}) }, "no_rule"],
  ["an action without a rule", { event: "issues", payload: payload("pinned", { issue: ISSUE }) }, "no_rule"],
  ["a name that every object has", { event: "constructor", payload: payload("constructor", {}) }, "no_rule"],
  ["an action of such a name", { event: "issues", payload: payload("toString", {}) }, "no_rule"],
  ["nobody", { event: "issues", payload: { ...payload("opened", { issue: ISSUE }), sender: null } }, "nobody"],
  [
    "an account that was deleted",
    { event: "issues", payload: { ...payload("opened", { issue: ISSUE }), sender: { ...ADA, id: 10137 } } },
    "nobody",
  ],
  ["no repository", { event: "issues", payload: { action: "opened", issue: ISSUE, sender: ADA } }, "unreadable"],
  [
    "a number beyond all",
    { event: "issues", payload: payload("opened", { issue: { ...ISSUE, number: 1e300 } }) },
    "unreadable",
  ],
  [
    "a request for nobody's review",
    { event: "pull_request", payload: payload("review_requested", { pull_request: ISSUE }) },
    "unreadable",
  ],
  ["no payload", { event: "issues", payload: null }, "no_rule"],
])("%s is no signal", (_what, delivery, reason) => {
  expect(signalOf(delivery)).toEqual({ kind: "none", reason });
});

test("who is no person keeps what they are", () => {
  const by = (type: string) =>
    signalOf({ event: "issues", payload: { ...payload("opened", { issue: ISSUE }), sender: { ...ADA, type } } });
  expect(by("Bot")).toMatchObject({ signal: { actor: { kind: "bot" } } });
  expect(by("Mannequin")).toMatchObject({ signal: { actor: { kind: "other" } } });
});

test("a text is taken as long as the forge lets one be", () => {
  const long = read("issues", "opened", { issue: { ...ISSUE, body: "x".repeat(1_000_000) } });
  expect(long).toMatchObject({ kind: "signal", signal: { text: "x".repeat(65_536) } });
});

test("whatever a payload lacks or has in another form, nothing is thrown", () => {
  const wholes: [string, object][] = [
    ["issues", payload("assigned", { issue: ISSUE, assignee: US })],
    ["issue_comment", payload("created", { issue: ISSUE, comment: COMMENT })],
    ["pull_request", payload("review_requested", { pull_request: ISSUE, requested_reviewer: US })],
    ["pull_request_review", payload("submitted", { pull_request: ISSUE, review: REVIEW })],
    ["pull_request_review_comment", payload("created", { pull_request: ISSUE, comment: CODE_COMMENT })],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...wholes), fc.nat(), fc.jsonValue(), ([event, whole], at, value) => {
      const text = JSON.stringify(whole);
      const places = placesOf(JSON.parse(text));
      const place = places[at % places.length] ?? [];
      for (const changed of [undefined, null, value]) {
        const reading = signalOf({ event, payload: withValue(JSON.parse(text), place, changed) });
        expect(["signal", "none"]).toContain(reading.kind);
      }
    }),
  );
});

test("an event of the list says who did it by the name that is for that", () => {
  const event = {
    ...{ id: 9001, event: "assigned", created_at: "2026-05-02T10:00:00Z", actor: US, assigner: ADA, assignee: US },
    issue: ISSUE,
  };
  expect(readForgeEvent(event)).toMatchObject({
    ...{ kind: "assigned", eventId: "9001", number: 12, isByAgent: false },
    ...{ actor: { id: "7" }, account: { id: "90" } },
  });
  expect(readForgeEvent({ ...event, intent: { kind: "agent" } })).toMatchObject({ isByAgent: true });
  expect(readForgeEvent({ ...event, event: "mentioned" })).toBeNull();
  expect(readForgeEvent({ ...event, id: "x" })).toBeNull();
  expect(readForgeEvent(7)).toBeNull();
});

type Place = readonly string[];

function placesOf(value: unknown, place: Place = []): Place[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...place, key], ...placesOf(inner, [...place, key])])
    : [];
}

function withValue(whole: Record<string, unknown>, [key = "", ...rest]: Place, value: unknown): unknown {
  const inner = rest.length === 0 ? value : withValue(whole[key] as Record<string, unknown>, rest, value);
  return { ...whole, [key]: inner };
}

test.each([
  ["that passed", { conclusion: "success" }],
  ["that were cancelled", { conclusion: "cancelled" }],
  ["that wait for somebody's word", { conclusion: "action_required" }],
  ["of no pull request", { pull_requests: [] }],
])("checks %s say nothing", (_what, changes) => {
  expect(read("check_suite", "completed", { check_suite: { ...CHECKS, ...changes } })).toEqual({
    kind: "none",
    reason: "nothing_failed",
  });
});
