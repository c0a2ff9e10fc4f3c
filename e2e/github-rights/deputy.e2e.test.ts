import { randomUUID } from "node:crypto";
import { forgeOfHost, makeKey } from "@catalyst/core";
import { connectDatabase, postgresDoorStores } from "@catalyst/postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubHome, playGitHubHome } from "../github-forge/testing/play-home.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";

const SHOP = { owner: "acme", repo: "shop" };

/** A server whose App a private repository shows, where Ada may write, who is its owner, Dan, too, and Eve only reads. */
let played: GitHubHome;
let origin: string;

beforeAll(async () => {
  played = await playGitHubHome({
    plan: {
      people: ["ada", "dan", "eve"],
      organizations: ["acme"],
      repositories: {
        "acme/shop": {
          ...{ isPrivate: true, roles: { ada: "write", dan: "write", eve: "read" } },
          files: { "a.txt": "one\n", ".catalyst/config.yaml": "timeoutMinutes: 7\n" },
        },
      },
      installations: { acme: { repositories: ["shop"] } },
    },
    agents: { nothing: "echo Done." },
    linked: "ada",
  });
  origin = new URL(/http\S+/.exec((await played.home.run(["open"])).stdout)?.[0] ?? "").origin;
});

afterAll(() => played?.close());

/** Somebody who signed in on the server, and their key for its API. */
async function signIn(login: string): Promise<{ key: string; link: (account: string) => Promise<void> }> {
  const db = await connectDatabase({ home: played.home.path, databaseUrl: null });
  const stores = postgresDoorStores(db);
  const { id: userId } = await stores.accounts.ensureUser(login);
  const wish = { name: "key", role: "owner", team: null, project: null, expiresAt: null } as const;
  const scopes = ["tasks:read", "tasks:write", "settings"] as const;
  const actor = { kind: "person", userId } as const;
  const made = await makeKey({ ...wish, scopes, actor }, { ...stores, newId: randomUUID, now: () => new Date() });
  await db.close();
  return {
    key: made.token,
    async link(account) {
      const again = await connectDatabase({ home: played.home.path, databaseUrl: null });
      const forge = forgeOfHost(played.front.host);
      const { accounts } = postgresDoorStores(again);
      await accounts.unlinkForge({ userId, forge, mayBeLast: true });
      const accountId = String(played.peer.person(account).id);
      await accounts.linkForgeAccount({ account: { forge, accountId, login: account }, userId });
      await again.close();
    },
  };
}

async function ask(key: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const answer = await fetch(`${origin}/api/v1${path}`, { ...sent, headers });
  return (await answer.json()) as Record<string, unknown>;
}

async function ended(key: string, body: object): Promise<Record<string, unknown>> {
  const { number } = await ask(key, "/tasks", body);
  const now = () => ask(key, `/tasks/${number}`);
  const ENDS = ["refused", "failed", "completed"];
  await expect.poll(async () => ENDS.includes(String((await now()).status)), { timeout: 120_000 }).toBe(true);
  return now();
}

test("who may not write to a repository that the App is shown has it neither read nor told anything by it, whatever way they ask", async () => {
  const { peer, front } = played;
  const url = `https://${front.host}/acme/shop`;
  const { data: issue } = await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", {
    ...{ ...SHOP, title: "A secret" },
  });
  const { key, link } = await signIn("eve");
  const ways = [
    { repository: { kind: "url", url }, agents: [{ agent: "script" }], source: { kind: "prompt", text: "cat a.txt" } },
    { source: { kind: "subject", url: `${url}/issues/${issue.number}`, work: "issue" } },
  ];
  for (const account of [null, "eve"]) {
    if (account !== null) {
      await link(account);
    }
    for (const way of ways) {
      const task = await ended(key, way);
      expect(task, JSON.stringify(task)).toMatchObject({ status: "refused", failureReason: "not_allowed" });
      expect(task).toMatchObject({ way: { kind: "link_account", host: front.host } });
    }
  }
  const { repoId } = await ask(key, "/tasks/1");
  const checked = await ask(key, `/repositories/${repoId}/settings/check`, { base: "main" });
  expect(JSON.stringify(checked)).toMatch(/forbidden.*linked to whoever asked for it, may not write there/);
  expect(peer.repository("acme/shop").issues.flatMap(({ comments }) => comments)).toEqual([]);
  // What is asked there by who may write is the owner's project's and not Eve's, who named it first.
  const labels = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
  await askAsPerson(peer, "ada").request(labels, { ...SHOP, issue_number: issue.number, labels: ["catalyst:nothing"] });
  const comments = () =>
    peer
      .repository("acme/shop")
      .issues[0]?.comments.map(({ body }) => body)
      .join("\n");
  await expect.poll(comments, { timeout: 120_000 }).toContain("### ✅");
  expect(JSON.stringify(await ask(key, "/tasks/5"))).toContain("not_found");
  await link("dan");
  expect(await ended(key, ways[0] as object)).toMatchObject({ status: "completed" });
});
