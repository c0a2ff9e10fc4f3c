import type { ForgeProblem } from "@catalyst/core";
import { expect, test } from "vitest";
import { classifyFault } from "./classify-fault.ts";
import { readAnswered } from "./read-answer.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const inSeconds = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

interface Case {
  status: number;
  message?: string;
  headers?: Record<string, string>;
  errors?: unknown[];
  is: ForgeProblem;
}

function classify({ status, message, headers = {}, errors }: Case): ForgeProblem {
  const answered = readAnswered(status, headers, message === undefined ? "<html>" : { message, errors });
  return classifyFault(answered, { now: NOW, unsaidSeconds: 240 });
}

const refused = (reason: string): ForgeProblem => ({ kind: "refused", reason });
const limited = (seconds: number): ForgeProblem => ({ kind: "rate_limited", until: inSeconds(seconds) });
const RESET = String(NOW.getTime() / 1000 + 900);
const custom = (message: string) => [{ resource: "PullRequest", code: "custom", message }];

const CASES: Record<string, Case> = {
  "a token or key that isn't taken": { status: 401, message: "Bad credentials", is: { kind: "unauthorized" } },
  "403 for a limit that says how long": {
    ...{ status: 403, message: "You have exceeded a secondary rate limit." },
    ...{ headers: { "retry-after": "30" }, is: limited(30) },
  },
  "429 for a limit that says how long": {
    ...{ status: 429, message: "Slow down", headers: { "retry-after": "7" }, is: limited(7) },
  },
  "403 for a limit that says when it ends": {
    ...{ status: 403, message: "API rate limit exceeded for installation ID 7." },
    ...{ headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": RESET }, is: limited(900) },
  },
  "403 for a limit that says neither": {
    ...{ status: 403, message: "You have exceeded a secondary rate limit.", is: limited(240) },
    headers: { "x-ratelimit-remaining": "4000" },
  },
  "429 without a word": { status: 429, message: "Too many", is: limited(240) },
  "a limit that would last for ever": {
    ...{ status: 429, message: "Wait", headers: { "retry-after": "999999999999" }, is: limited(7200) },
  },
  "a limit that has ended already": {
    ...{ status: 403, message: "API rate limit exceeded" },
    ...{ headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }, is: limited(1) },
  },
  "a limit whose headers mean nothing": {
    ...{ status: 403, message: "API rate limit exceeded", headers: { "retry-after": "soon" }, is: limited(240) },
  },
  "403 for a permission that the App hasn't": {
    ...{ status: 403, message: "Resource not accessible by integration" },
    headers: { "x-accepted-github-permissions": "pull_requests=write; contents=read", "x-ratelimit-remaining": "0" },
    is: { kind: "forbidden", permission: "pull_requests: write" },
  },
  "403 for a permission that isn't named": {
    ...{ status: 403, message: "Resource not accessible by integration" },
    is: { kind: "forbidden", permission: null },
  },
  "403 for single sign-on": {
    ...{ status: 403, message: "Resource protected by organization SAML enforcement." },
    is: refused("its organisation's single sign-on keeps Catalyst out"),
  },
  "403 for the address that is asked from": {
    ...{
      status: 403,
      message:
        "Although you appear to have the correct authorization, the `acme` organization has an IP allow list enabled",
    },
    is: refused("its organisation's list of allowed IP addresses lacks ours"),
  },
  "403 for an archived repository": {
    ...{ status: 403, message: "Repository was archived so is read-only.", is: { kind: "archived" } },
  },
  "403 for a locked conversation": {
    ...{ status: 403, message: "Unable to create comment because issue is locked.", is: { kind: "locked" } },
  },
  "403 for an installation that rests": {
    ...{ status: 403, message: "This installation has been suspended", is: { kind: "uninstalled" } },
  },
  "403 for something else": { status: 403, message: "User is blocked", is: { kind: "forbidden", permission: null } },
  "404": { status: 404, message: "Not Found", is: { kind: "not_found" } },
  "410 for an issue that was deleted": { status: 410, message: "This issue was deleted", is: { kind: "gone" } },
  "422 for nothing to propose": {
    ...{ status: 422, message: "Validation Failed", errors: custom("No commits between main and work") },
    is: { kind: "nothing_to_propose" },
  },
  "422 for a base that isn't there": {
    ...{ status: 422, message: "Validation Failed", is: refused("base invalid") },
    errors: [{ resource: "PullRequest", field: "base", code: "invalid" }],
  },
  "422 for a line outside of the change": {
    ...{ status: 422, message: "Unprocessable Entity", errors: ["Line could not be resolved"] },
    is: refused("Line could not be resolved"),
  },
  "422 for a text that is too long": {
    ...{ status: 422, message: "Validation Failed", errors: custom("body is too long (maximum is 65536 characters)") },
    is: refused("body is too long (maximum is 65536 characters)"),
  },
  "422 without parts": { status: 422, message: "Sorry", errors: "none" as never, is: refused("Sorry") },
  "406 for a change that is too large": { status: 406, message: "Sorry, too large", is: refused("Sorry, too large") },
  "500": { status: 500, message: "Server Error", is: { kind: "outage", reason: "it answered 500" } },
  "502 of somebody between": {
    ...{ status: 502, is: { kind: "outage", reason: "it answered 502, and not as GitHub's API does" } },
  },
  "403 of somebody between": {
    ...{ status: 403, is: { kind: "outage", reason: "it answered 403, and not as GitHub's API does" } },
  },
};

test.each(Object.entries(CASES))("%s", (_name, answered) => {
  expect(classify(answered)).toEqual(answered.is);
});

test("of what GitHub says only a little is said again, in signs that are seen, and no token", () => {
  const message = `\u001b[2JSorry\u202e ${"<b>x</b> ".repeat(10_000)}`;
  const problem = classify({ status: 422, message, is: { kind: "gone" } });
  const echo = classify({ status: 422, message: "No: ghs_0123456789abcdef", is: { kind: "gone" } });
  const { reason } = problem as { reason: string };
  expect(reason).toHaveLength(200);
  expect(reason).toMatch(/^\[2JSorry <b>x<\/b>/);
  expect(echo).toEqual(refused("No: ***"));
});

test.each([null, [], "", 7, { message: 7 }, { message: null }, { errors: [[]] }])(
  "an answer of %j isn't one of GitHub's",
  (data) => {
    const answered = readAnswered(422, {}, data);
    expect(classifyFault(answered, { now: NOW, unsaidSeconds: 60 })).toMatchObject({ kind: "outage" });
  },
);
