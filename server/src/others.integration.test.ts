import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiClient, createClient, type Operation, ROUTES, type Route } from "@catalyst/api";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import type { Actor, MachineOwner, Owner, Role } from "@catalyst/core";
import { describeTask, newExecution, storeTeam } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signInForTest } from "./people/testing/sign-in-for-test.ts";
import { startServer } from "./start-server.ts";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

/** What is another's, or isn't there at all. */
interface Ids {
  task: string;
  execution: string;
  repository: string;
  wish: string;
  session: string;
}

/**
 * How a route is tried with what is another team's. `one`: it is asked about one thing. `list`: it tells of many. `own`: it
 * knows whoever asks alone. `machine`: it is for the machine's owner. `all`: it tells everybody the same.
 */
type Probe =
  | { kind: "one"; request: (ids: Ids) => object }
  | { kind: "list" | "own"; request: object }
  | { kind: "machine"; request: object }
  | { kind: "all"; request: object };

const ofTask = (body?: object): Probe => ({
  kind: "one",
  request: ({ task }) => ({ params: { task }, ...(body === undefined ? {} : { body }) }),
});
const follow = { query: {}, headers: {} };
const page = { query: {} };
const REPOSITORY = { kind: "folder", path: "/srv/shop" };

/** Every route: a new one doesn't compile before it is said here how it is tried. */
const PROBES: Record<Operation, Probe> = {
  listTasks: { kind: "list", request: page },
  getTask: ofTask(),
  listExecutions: ofTask(),
  getUsage: ofTask(),
  listChanges: { kind: "one", request: ({ task }) => ({ params: { task }, ...page }) },
  listEvents: { kind: "one", request: ({ execution }) => ({ params: { execution }, ...page }) },
  createTask: {
    kind: "machine",
    request: { body: { repository: { ...REPOSITORY, head: null }, source: { kind: "prompt", text: "Fix it" } } },
  },
  cancelTask: ofTask(),
  approvePlan: ofTask({}),
  rejectPlan: ofTask({ feedback: "Another one" }),
  retryTask: ofTask({}),
  resumeTask: ofTask({ usd: null, tokens: null }),
  sendMessage: ofTask({ text: "Also the docs" }),
  publishTask: ofTask({}),
  streamEvents: { kind: "one", request: ({ execution }) => ({ params: { execution }, ...follow }) },
  streamTaskChanges: { kind: "one", request: ({ task }) => ({ params: { task }, ...follow }) },
  streamChanges: { kind: "list", request: { query: { after: 0 }, headers: {} } },
  listCredentials: { kind: "list", request: {} },
  addCredential: { kind: "own", request: { body: { provider: "anthropic", key: "sk-ant-0123456789" } } },
  removeCredential: { kind: "one", request: () => ({ params: { credential: "openai" } }) },
  testCredential: { kind: "one", request: () => ({ params: { credential: "openai" } }) },
  rotateKeys: { kind: "machine", request: {} },
  listAgents: { kind: "all", request: {} },
  installAgent: { kind: "machine", request: { params: { agent: "aider" }, body: {} } },
  checkAgent: { kind: "machine", request: { params: { agent: "aider" } } },
  validateAgent: { kind: "all", request: { body: { agent: "mine", path: "/srv/mine.yaml", text: "a: 1" } } },
  listRepositories: { kind: "list", request: page },
  registerRepository: { kind: "machine", request: { body: { repository: REPOSITORY } } },
  putDefaultBranch: {
    kind: "one",
    request: ({ repository }) => ({ params: { repository }, body: { branch: "main" } }),
  },
  checkSettings: { kind: "one", request: ({ repository }) => ({ params: { repository }, body: { base: "main" } }) },
  listSecrets: { kind: "one", request: ({ repository }) => ({ params: { repository } }) },
  putSecret: {
    kind: "one",
    request: ({ repository }) => ({ params: { repository, name: "NPM_TOKEN" }, body: { value: "canary-canary" } }),
  },
  removeSecret: { kind: "one", request: ({ repository }) => ({ params: { repository, name: "NPM_TOKEN" } }) },
  getSettings: { kind: "own", request: {} },
  putSetting: { kind: "own", request: { params: { setting: "timeoutMinutes" }, body: { value: 5 } } },
  unsetSetting: { kind: "own", request: { params: { setting: "timeoutMinutes" } } },
  clean: { kind: "machine", request: { body: {} } },
  dropSetups: { kind: "one", request: ({ repository }) => ({ body: { repository } }) },
  listKept: { kind: "machine", request: {} },
  getWish: { kind: "one", request: ({ wish }) => ({ params: { wish } }) },
  streamWish: { kind: "one", request: ({ wish }) => ({ params: { wish }, ...follow }) },
  getMe: { kind: "own", request: {} },
  listSessions: { kind: "list", request: {} },
  endSession: { kind: "one", request: ({ session }) => ({ params: { session } }) },
  createSignInLink: { kind: "machine", request: {} },
  listPeople: { kind: "machine", request: {} },
  removePerson: { kind: "machine", request: { params: { login: "ann" }, query: {} } },
  listInvitations: { kind: "machine", request: {} },
  createInvitation: { kind: "machine", request: { body: { name: "Dan" } } },
  removeInvitation: { kind: "machine", request: { params: { invitation: randomUUID() } } },
  listAudit: { kind: "machine", request: { query: {} } },
  getHealth: { kind: "all", request: {} },
  getMachine: { kind: "all", request: {} },
  getContract: { kind: "all", request: {} },
};

const CANARY = "the secret plan of a team";
const NOTHING: Ids = {
  task: randomUUID(),
  execution: randomUUID(),
  repository: randomUUID(),
  wish: randomUUID(),
  session: randomUUID(),
};

let server: TestServer;
let folder: string;
/** Of the team whose things are tried. */
let theirs: Ids;
const clients: Record<string, ApiClient> = {};
const stops: (() => Promise<void>)[] = [];

async function clientOf(name: string): Promise<ApiClient> {
  // Over a socket somebody else may be put in its owner's place.
  const owner = { kind: "person", userId: await idOf(name) } as Actor as MachineOwner;
  const started = await startServer({ folder: join(folder, name), door: null, deps: { ...server.deps, owner } });
  stops.push(() => started.stop());
  return createClient(unixSocketTransport(started.socketPath));
}

const idOf = async (name: string) => (await server.deps.accounts.ensureUser(name)).id;

async function storeTeamOf(members: Record<string, Role>): Promise<Owner> {
  const ids = await Promise.all(Object.entries(members).map(async ([name, role]) => [await idOf(name), role] as const));
  return { kind: "team", teamId: await storeTeam(server.db, Object.fromEntries(ids)) };
}

/** Something of everything in the owner's project, asked for by this person. */
async function storeIn(owner: Owner, name: string, title: string): Promise<Ids> {
  const { deps } = server;
  const userId = await idOf(name);
  const actor: Actor = { kind: "person", userId };
  const { id: projectId } = await deps.accounts.ensureProject(owner);
  const place = { vcs: "https", url: `https://example.com/${projectId}`, name: "shop", defaultBranch: "main" } as const;
  const { id: repoId } = await deps.repos.ensure({ projectId, ...place });
  const context = { title, body: title, prDiff: null };
  const task = { ...describeTask({ repoId, assignedBy: userId }), contextPayload: context };
  const execution = newExecution(task);
  await deps.tasks.create({ task, executions: [execution], credentials: [], dedupeKey: null, actor });
  const wish = await deps.worker.wishes.ask({ actor, lifetimeSeconds: 600, wish: { kind: "sweep", kinds: null } });
  const session = (await signInForTest(server.db, userId)).id;
  return { task: task.id, execution: execution.id, repository: repoId, wish, session };
}

beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 0 });
  folder = await mkdtemp(join(tmpdir(), "catalyst-others-"));
  theirs = await storeIn(await storeTeamOf({ ann: "owner", vic: "viewer" }), "ann", CANARY);
  await storeIn(await storeTeamOf({ bob: "owner" }), "bob", "of another team");
  await storeIn({ kind: "user", userId: await idOf("cat") }, "cat", "of nobody else");
  for (const name of ["ann", "vic", "bob", "cat"]) {
    clients[name] = await clientOf(name);
  }
}, 60_000);

afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** What somebody is answered, or refused with. Of a stream, the first that comes: everybody has something of their own. */
async function ask(name: string, operation: Operation, request: object): Promise<{ code: string; words: string }> {
  const { response }: Route = ROUTES[operation];
  const client = clients[name] as ApiClient;
  try {
    const answer =
      response.isStream === true
        ? await firstOf(client.follow(operation as never, request as never))
        : await client.call(operation as never, request as never);
    return { code: "ok", words: JSON.stringify(answer) };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, words: message };
  }
}

async function firstOf(stream: AsyncIterable<unknown>): Promise<unknown> {
  for await (const first of stream) {
    return first;
  }
  return null;
}

/** The words without the ids that were asked for. */
function withoutIds(words: string, ids: Ids): string {
  return Object.values(ids).reduce((text, id) => text.replaceAll(id, "<id>"), words);
}

test("each route of the contract is tried", () => {
  expect(Object.keys(PROBES).sort()).toEqual(Object.keys(ROUTES).sort());
});

describe.each(["bob", "cat"])("%s, who isn't in the team,", (name) => {
  const probes = Object.entries(PROBES) as [Operation, Probe][];

  test.each(probes)("learns nothing by %s", async (operation, probe) => {
    if (probe.kind === "one") {
      const [asked, unknown] = [
        await ask(name, operation, probe.request(theirs)),
        await ask(name, operation, probe.request(NOTHING)),
      ];
      expect(asked.code).toBe("not_found");
      expect(withoutIds(asked.words, theirs)).toBe(withoutIds(unknown.words, NOTHING));
      return;
    }
    const { code, words } = await ask(name, operation, probe.request);
    expect(code).toBe({ list: "ok", own: "ok", machine: "forbidden", all: code }[probe.kind]);
    for (const hint of [...Object.values(theirs), CANARY]) {
      expect(words).not.toContain(hint);
    }
  });
});

test("whoever is in the team finds what the others didn't", async () => {
  for (const name of ["ann", "vic"]) {
    for (const operation of ["getTask", "listEvents", "listSecrets"] as const) {
      const probe = PROBES[operation];
      const request = probe.kind === "one" ? probe.request(theirs) : probe.request;
      expect(await ask(name, operation, request), operation).toMatchObject({ code: "ok" });
    }
    for (const operation of ["listTasks", "streamChanges"] as const) {
      expect((await ask(name, operation, (PROBES[operation] as { request: object }).request)).words).toContain(
        theirs.task,
      );
    }
  }
});

test("a viewer is told what isn't theirs to do, and nothing is done", async () => {
  const acts = ["cancelTask", "sendMessage", "retryTask", "putSecret", "putDefaultBranch", "dropSetups"] as const;
  for (const operation of acts) {
    const probe = PROBES[operation] as Extract<Probe, { kind: "one" }>;
    expect(await ask("vic", operation, probe.request(theirs)), operation).toMatchObject({ code: "forbidden" });
  }
  expect(await server.deps.tasks.get(theirs.task)).toMatchObject({ cancelRequestedAt: null });
});
