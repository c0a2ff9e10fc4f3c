import { afterEach, beforeEach, expect, test } from "vitest";
import { askAsInstallation, askAsPerson } from "../github-peer/testing/ask.ts";
import { type Checkout, checkOut, propose } from "../github-peer/testing/propose.ts";
import { type PlayedPoll, playPoll } from "./play-poll.ts";

const SHOP = { owner: "acme", repo: "shop" };

let played: PlayedPoll;
let ada: Checkout;
beforeEach(async () => {
  played = await playPoll();
  ada = await checkOut(played.peer, "ada", "acme/shop");
});
afterEach(() => played?.close());

const as = (login: string) => askAsPerson(played.peer, login);

async function proposeTopic(draft = false): Promise<{ number: number; head: string }> {
  const head = await ada.push("topic", { "a.txt": "one\n" });
  return { number: (await propose(played.peer, "ada", { name: "acme/shop", head: "topic", draft })).number, head };
}

/** What was found of pull requests, and who is said to have done it. */
async function found(): Promise<string[]> {
  await played.look();
  return (await played.told("pull_request")).map((signal) => {
    const of = `#${signal.number} by ${signal.actor.login}`;
    if (signal.kind === "head_changed") {
      return `${of}: ${signal.isReady ? "ready at" : "pushed"} ${signal.head}`;
    }
    return signal.kind === "opened" ? `${of}: opened at ${signal.readyHead ?? "nothing"}` : `${of}: ${signal.kind}`;
  });
}

test("what is pushed to a pull request is found once, at its newest commit alone, with who pushed it", async () => {
  const { number } = await proposeTopic();
  await played.look();
  played.takeAsked();
  expect(await found()).toEqual([]);
  expect(played.takeAsked().filter((line) => line.includes("/activity"))).toEqual([]);
  await ada.push("topic", { "a.txt": "two\n" });
  const newest = await (await checkOut(played.peer, "bob-writes", "acme/shop")).push("topic", { "a.txt": "three\n" });
  const pushed = `#${number} by bob-writes: pushed ${newest}`;
  expect(await found()).toEqual([pushed]);
  await as("ada").request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...{ ...SHOP, issue_number: number, body: "Hm." },
  });
  played.takeAsked();
  expect(await found()).toEqual([pushed]);
  expect(played.takeAsked().filter((line) => line.includes("/activity"))).toEqual([]);
});

test("pull requests that are opened ready, become ready or are reopened are found with their newest commits", async () => {
  await played.look();
  const { number, head } = await proposeTopic(true);
  expect(await found()).toEqual([`#${number} by ada: opened at nothing`]);
  const next = await ada.push("topic", { "a.txt": "two\n" });
  expect(await found()).toHaveLength(1);
  const { node_id: id } = (
    await as("ada").request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...SHOP, pull_number: number })
  ).data;
  await as("ada").graphql(
    "mutation($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId } }",
    { id },
  );
  const ready = [`#${number} by ada: opened at nothing`, `#${number} by ada: ready at ${next}`];
  expect(await found()).toEqual(ready);
  const change = "PATCH /repos/{owner}/{repo}/pulls/{pull_number}";
  await as("ada").request(change, { ...SHOP, pull_number: number, state: "closed" });
  await as("bob-writes").request(change, { ...SHOP, pull_number: number, state: "open" });
  const reopened = `#${number} by bob-writes: ready at ${next}`;
  expect(await found()).toEqual([...ready, reopened]);
  const other = await ada.push("other", { "b.txt": "one\n" });
  const second = await propose(played.peer, "ada", { name: "acme/shop", head: "other" });
  expect(await found()).toEqual([...ready, reopened, `#${second.number} by ada: opened at ${other}`]);
  expect(head).not.toBe(next);
});

test("pushes to our own pull requests are found, drafts or not, and those to a fork's are its author's", async () => {
  await ada.push("catalyst/one", { "a.txt": "one\n" });
  const wish = { ...SHOP, head: "catalyst/one", base: "main", title: "Ours", draft: true };
  const { data: ours } = await askAsInstallation(played.peer, "acme").request("POST /repos/{owner}/{repo}/pulls", wish);
  await as("mallory").request("POST /repos/{owner}/{repo}/forks", SHOP);
  const theirs = await checkOut(played.peer, "mallory", "mallory/shop");
  await theirs.push("mend", { "b.txt": "one\n" });
  const { data: fork } = await as("mallory").request("POST /repos/{owner}/{repo}/pulls", {
    ...{ ...SHOP, title: "Mend", head: "mallory:mend", base: "main" },
  });
  await played.look();
  const pushed = await ada.push("catalyst/one", { "a.txt": "two\n" });
  const head = await theirs.push("mend", { "b.txt": "two\n" });
  played.takeAsked();
  const all = [`#${ours.number} by ada: pushed ${pushed}`, `#${fork.number} by mallory: pushed ${head}`];
  expect((await found()).toSorted()).toEqual(all.toSorted());
  expect(played.takeAsked().filter((line) => line.includes("/activity"))).toHaveLength(1);
});

test("where the project wants it, what is pushed is reviewed once it has come to rest", async () => {
  await played.db.pool.query(`insert into agent_configs (project_id, github) select id, '{"reviewAuto": "push"}' from projects
    on conflict (project_id) do update set github = excluded.github`);
  const { number } = await proposeTopic();
  await played.look();
  await ada.push("topic", { "a.txt": "two\n" });
  await played.look();
  expect(await played.decide()).toEqual(["pull_request: null it waits for what comes next"]);
  await played.db.pool.query(
    "update github_deliveries set received_at = received_at - interval '4 minutes', due_at = now() where state = 'waiting'",
  );
  expect(await played.decide()).toEqual(["pull_request: task submit"]);
  expect(await played.tasks()).toMatchObject([{ taskType: "pr_review", sourceNumber: number }]);
});
