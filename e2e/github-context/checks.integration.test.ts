import { afterEach, expect, test } from "vitest";
import { checkOut, propose } from "../github-peer/testing/propose.ts";
import { type PlayedContext, playContext, SHOP } from "./testing/play-context.ts";

let played: PlayedContext;
afterEach(() => played?.close());

const READS = { metadata: "read", issues: "write", pull_requests: "write", contents: "write" } as const;
const TOKEN = `ghp_${"a".repeat(36)}`;

async function play(more: object): Promise<{ number: number; sha: string }> {
  played = await playContext({ app: { permissions: { ...READS, ...more } } });
  const { peer } = played;
  const sha = await (await checkOut(peer, "ada", "acme/shop")).push("mend", { "sum.js": "a + b\n" });
  const { number } = await propose(peer, "ada", { name: "acme/shop", head: "mend" });
  return { number, sha };
}

const ANNOTATION = { path: "sum.js", line: 1, level: "failure" as const, message: "Wrong" };
const LOG = `${Array.from({ length: 300 }, (_, index) => `2026-11-02T10:00:00.1234567Z step ${index}\n`).join("")}2026-11-02T10:00:01.0Z \u001b[31mAssertionError\u001b[0m ${TOKEN}\n`;

test("failed checks are told with what they found and the ends of their logs, without times, colours and keys", async () => {
  const { number, sha } = await play({ checks: "read", actions: "read" });
  const failed = { conclusion: "failure" as const, annotations: [ANNOTATION], log: LOG };
  const more = Array.from({ length: 6 }, (_, index) => ({ name: `job ${index}`, ...failed }));
  await played.peer.site.runJobs("acme/shop", { sha, jobs: [{ name: "fine", conclusion: "success" }, ...more] });
  const { pieces } = await played.gather({ kind: "pull_request", number });
  const checks = pieces.filter(({ kind }) => kind === "check");
  expect(checks).toHaveLength(6);
  expect(checks[0]).toMatchObject({ author: { login: "github-actions", class: "check" }, truncated: false });
  expect(checks[0]?.text).toMatch(
    /^job 0 \(failure\), of the commit \w{40}[\s\S]*sum\.js:1: Wrong\n\nThe end of its log:\n\nstep 101\n[\s\S]*AssertionError \(secret left out\)$/,
  );
  expect(checks[5]?.text).toBe(`job 5 (failure), of the commit ${sha}`);
});

test("an App that may not read logs tells what checks found, and one that may read neither tells the rest", async () => {
  const { number, sha } = await play({ checks: "read" });
  const jobs = [{ name: "lint", conclusion: "failure" as const, annotations: [ANNOTATION], log: LOG }];
  await played.peer.site.runJobs("acme/shop", { sha, jobs });
  const { pieces } = await played.gather({ kind: "pull_request", number });
  expect(pieces.map(({ text }) => text)).toEqual([expect.stringMatching(/sum\.js:1: Wrong$/)]);
  await played.close();
  const other = await play({});
  await played.peer.site.runJobs("acme/shop", { sha: other.sha, jobs });
  expect((await played.gather({ kind: "pull_request", number: other.number })).pieces).toEqual([]);
});

test("what older ways of trying a commit say is told beside, the newest of each, where the App may read it", async () => {
  const { number, sha } = await play({ statuses: "read" });
  const say = (context: string, state: "failure" | "error" | "success", description: string) =>
    played.ask("ada").request("POST /repos/{owner}/{repo}/statuses/{sha}", {
      ...{ ...SHOP, sha, context, state, description, target_url: "https://ci.example/7" },
    });
  await say("ci/build", "error", "First");
  await say("ci/build", "failure", `It broke ${TOKEN}`);
  await say("ci/lint", "error", "No runner");
  await say("ci/lint", "success", "Fine");
  await say("ci/other", "error", "Gone");
  const { pieces } = await played.gather({ kind: "pull_request", number });
  expect(pieces.map(({ kind, author, text }) => [kind, author.class, text])).toEqual([
    [
      "check",
      "check",
      `ci/build (failure), of the commit ${sha}\n\nIt broke (secret left out)\n\nhttps://ci.example/7`,
    ],
    ["check", "check", `ci/other (error), of the commit ${sha}\n\nGone\n\nhttps://ci.example/7`],
  ]);
  await played.close();
  const other = await play({});
  await played.ask("ada").request("POST /repos/{owner}/{repo}/statuses/{sha}", {
    ...{ ...SHOP, sha: other.sha, context: "ci", state: "error" },
  });
  expect((await played.gather({ kind: "pull_request", number: other.number })).pieces).toEqual([]);
});
