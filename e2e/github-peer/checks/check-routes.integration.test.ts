import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../make-peer.ts";
import { askAsInstallation, askAsPerson } from "../testing/ask.ts";
import { checkOut, propose } from "../testing/propose.ts";

const SHOP = { owner: "acme", repo: "shop" };
let peer: Peer;
let head: string;

beforeEach(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: { "acme/shop": { roles: { ada: "write" }, files: { "sum.ts": "a\n" } } },
    installations: { acme: {} },
    app: {
      ...{ events: ["check_suite"], webhookUrl: "http://127.0.0.1:9/" },
      permissions: { metadata: "read", checks: "write", statuses: "read", actions: "read", pull_requests: "read" },
    },
  });
  const checkout = await checkOut(peer, "ada", "acme/shop");
  head = await checkout.push("work", { "sum.ts": "b\n" });
  await propose(peer, "ada", { name: "acme/shop", head: "work" });
});

afterEach(() => peer.close());

test("jobs of workflows are seen with annotations and logs, and told once all are over", async () => {
  const annotations = [{ path: "sum.ts", line: 1, level: "failure" as const, message: "Wrong" }];
  await peer.site.runJobs("acme/shop", {
    sha: head,
    jobs: [
      { name: "lint", conclusion: "failure", annotations, log: "line 1: wrong\n" },
      { name: "test", conclusion: "success" },
    ],
  });
  const app = askAsInstallation(peer, "acme");
  const { data } = await app.request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", { ...SHOP, ref: head });
  expect(data.check_runs.map(({ name, conclusion, app: by }) => [name, conclusion, by?.slug])).toEqual([
    ["lint", "failure", "github-actions"],
    ["test", "success", "github-actions"],
  ]);
  const id = Number(data.check_runs[0]?.id);
  const path = "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations";
  const listed = await app.request(path, { ...SHOP, check_run_id: id });
  expect(listed.data).toMatchObject([{ path: "sum.ts", start_line: 1, annotation_level: "failure" }]);
  const log = await app.request("GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs", { ...SHOP, job_id: id });
  expect(log.data).toBe("line 1: wrong\n");
  const told = peer.deliveries.map(({ event, body }) => [event, body]);
  expect(told).toMatchObject([
    ["check_suite", { check_suite: { conclusion: "failure", head_sha: head, pull_requests: [{ number: 1 }] } }],
  ]);
});

test("an App makes and ends check runs of its own; people don't, and nobody ends those of others", async () => {
  const app = askAsInstallation(peer, "acme");
  const wish = { ...SHOP, name: "Review", head_sha: head };
  const { data } = await app.request("POST /repos/{owner}/{repo}/check-runs", { ...wish, status: "in_progress" });
  const one = { ...SHOP, check_run_id: Number(data.id) };
  const path = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
  const ended = await app.request(path, { ...one, status: "completed", conclusion: "neutral" });
  expect(ended.data).toMatchObject({ status: "completed", conclusion: "neutral", app: { slug: "catalyst" } });
  const hers = askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/check-runs", wish);
  await expect(hers).rejects.toMatchObject({ status: 403 });
  const suites = await app.request("GET /repos/{owner}/{repo}/commits/{ref}/check-suites", { ...SHOP, ref: "work" });
  expect(suites.data.check_suites).toMatchObject([{ conclusion: "success", latest_check_runs_count: 1 }]);
});

test("statuses come to one: the newest of each context counts", async () => {
  const ada = askAsPerson(peer, "ada");
  const say = (state: "failure" | "success", context: string) =>
    ada.request("POST /repos/{owner}/{repo}/statuses/{sha}", { ...SHOP, sha: head, state, context });
  await say("failure", "ci/a");
  await say("success", "ci/b");
  const combined = async () =>
    (
      await askAsInstallation(peer, "acme").request("GET /repos/{owner}/{repo}/commits/{ref}/status", {
        ...SHOP,
        ref: head,
      })
    ).data;
  expect((await combined()).state).toBe("failure");
  await say("success", "ci/a");
  expect(await combined()).toMatchObject({ state: "success", total_count: 2 });
});
