import { randomUUID } from "node:crypto";
import { type Actor, KeyScope, makeKey, type Role, Role as Roles } from "@catalyst/core";
import { makeDestination, testNotice } from "@catalyst/core/notification";
import { AMPLE } from "@catalyst/core/testing";
import { describeTask, newExecution } from "@catalyst/postgres/testing";
import { signInForTest } from "../../people/testing/sign-in-for-test.ts";
import type { TestServer } from "../start-test-server.ts";
import type { Ids } from "./route-probes.ts";

/** What nobody but the team is to see. */
export const CANARY = "the secret plan of a team";

export const NOTHING: Ids = {
  task: randomUUID(),
  execution: randomUUID(),
  repository: randomUUID(),
  project: "no-such-team/secret-project",
  projectId: randomUUID(),
  team: "no-such-team",
  wish: randomUUID(),
  session: randomUUID(),
  apiKey: randomUUID(),
  destination: randomUUID(),
  delivery: randomUUID(),
};

/** A team with one of each role (`ann`: its owner), and something of everything; `bob` owns another team with as much. */
export interface PlaceOfRoles {
  theirs: Ids;
  idOf(login: string): Promise<string>;
  /** What signs somebody in. */
  signIn(login: string): Promise<string>;
  /** What of theirs is an API key. */
  keyOf(login: string, change?: Partial<Parameters<typeof makeKey>[0]>): Promise<string>;
}

export async function makePlace(server: TestServer): Promise<PlaceOfRoles> {
  const { deps, db } = server;
  const idOf = async (login: string) => (await deps.accounts.ensureUser(login)).id;
  const keyOf: PlaceOfRoles["keyOf"] = async (login, change = {}) => {
    const actor: Actor = { kind: "person", userId: await idOf(login) };
    const all = { name: randomUUID(), role: "owner", scopes: KeyScope.options } as const;
    const input = { actor, ...all, team: null, project: null, expiresAt: null, ...change };
    return (await makeKey(input, { ...deps, newId: randomUUID })).token;
  };
  const theirs = await storeTeam(server, { owner: "ann", admin: "adam", member: "max", viewer: "vic" }, CANARY);
  await storeTeam(server, { owner: "bob" }, "of another team");
  const signIn = async (login: string) => (await signInForTest(db, await idOf(login))).bearer;
  return { theirs, idOf, signIn, keyOf };
}

async function storeTeam({ deps, db }: TestServer, people: Partial<Record<Role, string>>, title: string): Promise<Ids> {
  const idOf = async (login: string) => (await deps.accounts.ensureUser(login)).id;
  const ownerId = await idOf(people.owner as string);
  const actor: Actor = { kind: "person", userId: ownerId };
  const slug = `secret-${people.owner}`;
  const { id: teamId } = await deps.teams.make({ slug, name: title, ownerId }, AMPLE);
  for (const role of Roles.options.slice(1)) {
    const login = people[role];
    if (login !== undefined) {
      await deps.teams.addMember({ teamId, userId: await idOf(login), role });
    }
  }
  await deps.teams.addMember({ teamId, userId: await idOf("temp"), role: "viewer" });
  const { id: projectId } = await deps.projects.make(
    { owner: { kind: "team", teamId }, slug: "secret-project" },
    AMPLE,
  );
  const place = { vcs: "https", url: `https://example.com/${projectId}`, name: "shop", defaultBranch: "main" } as const;
  const { id: repoId } = await deps.repos.ensure({ projectId, ...place });
  const task = {
    ...describeTask({ repoId, assignedBy: ownerId }),
    contextPayload: { title, body: title, instruction: "", prDiff: null },
  };
  const execution = newExecution(task);
  await deps.tasks.create({ task, executions: [execution], credentials: [], dedupeKey: null, actor });
  const { key } = await makeKey(
    { actor, name: "tried", role: "viewer", scopes: ["tasks:read"], team: null, project: null, expiresAt: null },
    { ...deps, newId: randomUUID },
  );
  const named = await deps.projects.make({ owner: { kind: "team", teamId }, slug: "renamed" }, AMPLE);
  return {
    task: task.id,
    execution: execution.id,
    repository: repoId,
    project: `${slug}/secret-project`,
    projectId: named.id,
    team: slug,
    wish: await deps.worker.wishes.ask({ actor, lifetimeSeconds: 600, wish: { kind: "sweep", kinds: null } }),
    session: (await signInForTest(db, ownerId)).id,
    apiKey: key.id,
    ...(await storeDestination(title, actor, deps)),
  };
}

/** Where its person is told of tasks, and what they couldn't be told there. */
async function storeDestination(
  name: string,
  actor: Actor,
  deps: TestServer["deps"],
): Promise<Pick<Ids, "destination" | "delivery">> {
  const subjects = { project: null, kinds: ["done"], hasEveryChange: false } as const;
  const { destination } = await makeDestination(
    { actor, name, channel: "webhook", url: "https://example.com/tried", ...subjects },
    { ...deps, newId: randomUUID },
  );
  const delivery = await deps.outbox.add({
    ...{ key: randomUUID(), kind: "notification", lane: "tried", taskId: null, payload: testNotice(deps.now()) },
    ...{ destinationId: destination.id, lifetimeSeconds: 60 },
  });
  return { destination: destination.id, delivery };
}
