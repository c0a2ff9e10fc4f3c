import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { awaitWish } from "@catalyst/api";
import { loadSettings, NOTHING_SWEPT, type WorkerAnswer, type WorkerWish, type WorkerWishStore } from "@catalyst/core";
import { storeTask } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer({ takeSeconds: 60 });
});

afterEach(() => server.close());

type Work = Parameters<WorkerWishStore["answerNext"]>[0];

/** Does the next wish, as soon as there is one. */
async function doNext(work: Work): Promise<void> {
  while (!(await server.deps.worker.wishes.answerNext(work))) {
    await wait(5);
  }
}

/** Answers the next wish; returns it. */
async function answerWith(answer: WorkerAnswer): Promise<WorkerWish> {
  const asked = Promise.withResolvers<WorkerWish>();
  await doNext(async (wish) => {
    asked.resolve(wish);
    return answer;
  });
  return asked.promise;
}

const SEEN = { vcs: "local", url: "/srv/shop", name: "shop", baseName: "main" } as const;
const seen = (name: string, isSaid = false): WorkerAnswer => ({
  kind: "repository",
  seen: { ...SEEN, defaultBranch: { name, isSaid } },
});

test("which agents there are, and how one starts, is told by a worker", async () => {
  const { client } = server;
  const listed = client.call("listAgents", {});
  await answerWith({ kind: "agents", agents: [{ id: "mine", problem: "It has no name." }] });
  expect(await listed).toEqual({ data: [{ id: "mine", problem: "It has no name." }] });
  const checked = client.call("checkAgent", { params: { agent: "codex" } });
  const started = { outcome: "broken", said: "no such file", folder: "/home/agents/codex-cli" } as const;
  const wish = await answerWith({ kind: "started", agentId: "codex-cli", started });
  expect(wish).toEqual({ kind: "start_agent", agentId: "codex" });
  expect(await checked).toEqual({
    ...{ id: "codex-cli", outcome: "broken", version: null },
    ...{ detail: "no such file", folder: "/home/agents/codex-cli" },
  });
  const file = { id: "mine", path: "agents.d/mine.yaml", text: "name: Mine" };
  const validated = client.call("validateAgent", { body: file });
  await answerWith({ kind: "definition", checked: { agent: null, problem: "It has no command." } });
  expect(await validated).toEqual({ agent: null, problem: "It has no command." });
});

test("a repository is known once a worker has seen it, and a guess about its branch counts the first time", async () => {
  const { client } = server;
  const register = () =>
    client.call("registerRepository", { body: { repository: { kind: "folder", path: "/srv/shop/src" } } });
  const first = register();
  expect(await answerWith(seen("main"))).toMatchObject({ repository: { path: "/srv/shop/src" }, base: null });
  expect(await first).toMatchObject({ url: "/srv/shop", name: "shop", defaultBranch: "main" });
  const again = register();
  await answerWith(seen("master"));
  expect(await again).toMatchObject({ id: (await first).id, defaultBranch: "main" });
  const said = register();
  await answerWith(seen("trunk", true));
  expect(await said).toMatchObject({ defaultBranch: "trunk" });
});

test("a default branch is said where there is such a branch and the repository doesn't say otherwise", async () => {
  const { client } = server;
  await storeTask(server.db);
  const [stored] = (await client.call("listRepositories", { query: {} })).data;
  const params = { repository: stored?.id as string };
  const put = (branch: string) => client.call("putDefaultBranch", { params, body: { branch } });
  for (const [branch, said] of [
    ["v1", seen("main")],
    ["main", seen("trunk", true)],
  ] as const) {
    const refused = expect(put(branch)).rejects.toMatchObject({ code: "invalid_input" });
    await answerWith(said);
    await refused;
  }
  const done = put("main");
  await answerWith(seen("trunk"));
  expect(await done).toMatchObject({ defaultBranch: "main" });
  await expect(
    client.call("putDefaultBranch", { params: { repository: randomUUID() }, body: { branch: "main" } }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("the settings that count for work on a repository are told with who said them", async () => {
  const nothing = { files: new Map(), where: "nowhere", config: null, vcs: "local", limits: null } as const;
  const settings = {
    ...loadSettings(nothing, {} as never),
    timeoutMinutes: 5,
    sources: { timeoutMinutes: "file" } as const,
  };
  const { repoId: repository } = (await storeTask(server.db)).task;
  const checked = server.client.call("checkSettings", { params: { repository }, body: { base: "main" } });
  await answerWith({ kind: "settings", settings, note: null, isCheckout: false });
  expect(await checked).toMatchObject({ settings: { timeoutMinutes: 5 }, sources: { timeoutMinutes: "file" } });
});

test("what takes long is begun, followed with what is done, and its end is told, or what it failed with", async () => {
  const { client } = server;
  const begin = () => client.call("installAgent", { params: { agent: "aider" }, body: {} });
  const finish = Promise.withResolvers<WorkerAnswer>();
  const begun = begin();
  const answering = doNext((_wish, tell) => {
    tell("downloading");
    return finish.promise;
  });
  const wish = await begun;
  expect(wish).toMatchObject({ kind: "install_agent", state: "working", answer: null });
  const told: string[] = [];
  const end = awaitWish(client, wish, { onProgress: (message) => told.push(message) });
  await expect.poll(() => told, { timeout: 60_000 }).toEqual(["downloading"]);
  finish.resolve({ kind: "installed", version: "1.0.0" });
  expect(await end).toEqual({ kind: "installed", version: "1.0.0" });
  await answering;
  const failing = begin();
  await answerWith({ kind: "failed", code: "prerequisite_missing", message: "There is no npm." });
  const failed = await failing;
  expect((await client.call("getWish", { params: { wish: failed.id } })).state).toBe("failed");
  await expect(awaitWish(client, failed)).rejects.toMatchObject({
    code: "prerequisite_missing",
    message: "There is no npm.",
  });
});

test("cleaning and dropping of setups say how much was removed", async () => {
  const { client } = server;
  const cleaning = client.call("clean", { body: { kinds: ["mirrors"] } });
  const removed = { ...NOTHING_SWEPT, mirrors: 2 };
  expect(await answerWith({ kind: "swept", removed })).toEqual({ kind: "sweep", kinds: ["mirrors"] });
  expect(await awaitWish(client, await cleaning)).toEqual({ kind: "swept", removed });
  const dropping = client.call("dropSetups", { body: {} });
  await answerWith({ kind: "dropped", count: 3 });
  expect(await awaitWish(client, await dropping)).toEqual({ kind: "dropped", count: 3 });
});

test("without a worker each says what it waited for, and nothing is done later", async () => {
  await server.close();
  server = await startTestServer({ takeSeconds: 0 });
  const { client, deps } = server;
  for (const asking of [
    () => client.call("listAgents", {}),
    () => client.call("installAgent", { params: { agent: "aider" }, body: {} }),
    () => client.call("clean", { body: {} }),
  ]) {
    await expect(asking()).rejects.toMatchObject({
      code: "unavailable",
      status: 503,
      message: expect.stringContaining("none took it"),
    });
  }
  expect(await deps.worker.wishes.countOpen()).toBe(0);
});

test("what another one asked of a worker isn't found", async () => {
  const { wishes } = server.deps.worker;
  const actor = { kind: "machine_owner", userId: randomUUID() } as const;
  const others = await wishes.ask({ actor, lifetimeSeconds: 60, wish: { kind: "sweep", kinds: null } });
  const own = await wishes.ask({ actor: server.deps.owner, lifetimeSeconds: 60, wish: { kind: "list_agents" } });
  for (const wish of [others, own, randomUUID()]) {
    await expect(server.client.call("getWish", { params: { wish } })).rejects.toMatchObject({ code: "not_found" });
    const following = server.client.follow("streamWish", { params: { wish }, query: {} });
    await expect(following[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "not_found" });
  }
});
