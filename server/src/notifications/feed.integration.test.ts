import { randomUUID } from "node:crypto";
import { AMPLE } from "@catalyst/core/testing";
import { describeTask, newExecution } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { signInForTest } from "../people/testing/sign-in-for-test.ts";
import { askRoute, type Door } from "../testing/rights/ask-route.ts";
import { untilEndsAreHeard } from "../testing/rights/until-ends-are-heard.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

interface Page {
  data: { position: number; kind: string; isRead: boolean; task: { id: string; title: string; status: string } }[];
  nextCursor: string | null;
  unread: number;
  readUpTo: number;
}

let server: TestServer;
let ann: Person;
let bob: Person;
let team: { id: string; projectId: string; project: string };

interface Person {
  id: string;
  door: Door;
}

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());
beforeEach(async () => {
  [ann, bob] = [await addPerson(), await addPerson()];
  team = await addTeam(ann, bob);
  await untilEndsAreHeard(server);
});

async function addPerson(): Promise<Person> {
  const { id } = await server.deps.accounts.ensureUser(`p${randomUUID().slice(0, 8)}`);
  const { bearer } = await signInForTest(server.db, id);
  return { id, door: { place: { url: server.url }, bearer } };
}

async function addTeam(owner: Person, member: Person): Promise<typeof team> {
  const slug = `t${randomUUID().slice(0, 8)}`;
  const { id } = await server.deps.teams.make({ slug, name: slug, ownerId: owner.id }, AMPLE);
  await server.deps.teams.addMember({ teamId: id, userId: member.id, role: "member" });
  const { id: projectId } = await server.deps.projects.make(
    { owner: { kind: "team", teamId: id }, slug: "shop" },
    AMPLE,
  );
  return { id, projectId, project: `${slug}/shop` };
}

/** A task of the team's that somebody asked for, by its id. */
async function addTask(person: Person, title: string): Promise<string> {
  const { repos, tasks } = server.deps;
  const place = {
    vcs: "https",
    url: `https://example.com/${team.projectId}`,
    name: "shop",
    defaultBranch: "main",
  } as const;
  const { id: repoId } = await repos.ensure({ projectId: team.projectId, ...place });
  const contextPayload = { title, body: "secret words", instruction: "", prDiff: null };
  const task = { ...describeTask({ repoId, assignedBy: person.id }), contextPayload };
  const actor = { kind: "person", userId: person.id } as const;
  await tasks.create({ task, executions: [newExecution(task)], credentials: [], dedupeKey: null, actor });
  return task.id;
}

async function become(taskId: string, ...statuses: string[]): Promise<void> {
  for (const status of statuses) {
    await server.db.pool.query("update agent_tasks set status = $2 where id = $1", [taskId, status]);
    await server.db.pool.query(
      `insert into task_changes (task_id, number, body)
       select $1, max(number) + 1, $2 from task_changes where task_id = $1`,
      [taskId, { type: "status", status, failureReason: null }],
    );
  }
}

async function feedOf({ door }: Person, query: object = {}): Promise<Page> {
  return JSON.parse((await askRoute("listNotifications", { query }, door)).words);
}

async function markRead({ door }: Person, upTo: number): Promise<{ readUpTo: number; unread: number }> {
  return JSON.parse((await askRoute("markNotificationsRead", { body: { upTo } }, door)).words);
}

test("the feed has what needs somebody, is done or failed, of the tasks that they asked for, the newest first", async () => {
  const mine = await addTask(ann, "Fix\r\nthe cart\u202e");
  const theirs = await addTask(bob, "Something else");
  await become(mine, "running", "awaiting_approval", "running", "completed");
  await become(theirs, "failed");
  const { data, unread, nextCursor } = await feedOf(ann);
  expect(data.map(({ kind, task }) => [kind, task.id])).toEqual([
    ["done", mine],
    ["needs_you", mine],
  ]);
  expect(data[0]?.task).toMatchObject({
    title: "Fix the cart",
    status: "completed",
    project: team.project,
    repository: "shop",
  });
  expect(JSON.stringify(data)).not.toContain("secret words");
  expect([unread, nextCursor]).toEqual([2, null]);
  const ofProject = await feedOf(ann, { project: team.project });
  expect(ofProject.data.map(({ kind }) => kind)).toEqual(["failed", "done", "needs_you"]);
});

test("a task that is archived has nothing to see any more, until it is taken back", async () => {
  const id = await addTask(ann, "node --test");
  await become(id, "completed");
  expect(await feedOf(ann)).toMatchObject({ unread: 1 });
  expect((await askRoute("archiveTask", { params: { task: id } }, ann.door)).status).toBe(200);
  expect(await feedOf(ann)).toMatchObject({ data: [], unread: 0 });
  await askRoute("unarchiveTask", { params: { task: id } }, ann.door);
  expect(await feedOf(ann)).toMatchObject({ data: [{ kind: "done" }], unread: 1 });
});

test("pages go on where the one before ended, whatever comes meanwhile", async () => {
  const id = await addTask(ann, "Fix it");
  await become(id, "failed", "awaiting_approval", "completed");
  const first = await feedOf(ann, { limit: 2 });
  await become(id, "failed");
  const second = await feedOf(ann, { limit: 2, cursor: first.nextCursor as string });
  expect([first, second].map(({ data }) => data.map(({ kind }) => kind))).toEqual([["done", "needs_you"], ["failed"]]);
  expect(second.nextCursor).toBeNull();
});

test("what was read stays read, and nothing that is still to come is", async () => {
  const id = await addTask(ann, "Fix it");
  await become(id, "failed", "awaiting_approval");
  const [newest, oldest] = (await feedOf(ann)).data as [Page["data"][number], Page["data"][number]];
  expect(await markRead(ann, oldest.position)).toEqual({ readUpTo: oldest.position, unread: 1 });
  expect((await feedOf(ann)).data.map(({ isRead }) => isRead)).toEqual([false, true]);
  expect(await markRead(ann, Number.MAX_SAFE_INTEGER)).toEqual({ readUpTo: newest.position, unread: 0 });
  expect(await markRead(ann, 0)).toEqual({ readUpTo: newest.position, unread: 0 });
  await become(id, "completed");
  expect(await feedOf(ann)).toMatchObject({ unread: 1, data: [{ isRead: false }, { isRead: true }, { isRead: true }] });
  expect(await feedOf(bob, { project: team.project })).toMatchObject({ unread: 3, readUpTo: 0 });
});

test("who left the team has nothing of it to see any more", async () => {
  const id = await addTask(bob, "Fix it");
  await become(id, "completed");
  expect((await feedOf(bob)).unread).toBe(1);
  await server.db.pool.query("delete from team_members where user_id = $1", [bob.id]);
  expect(await feedOf(bob)).toMatchObject({ data: [], unread: 0 });
  const named = await askRoute("listNotifications", { query: { project: team.project } }, bob.door);
  expect(named.code).toBe("not_found");
});

test.each([-1, 1.5, "1", Number.MAX_SAFE_INTEGER + 1, null])("%j is no position to read up to", async (upTo) => {
  const { code } = await askRoute("markNotificationsRead", { body: { upTo } }, ann.door);
  expect(code).toBe("invalid_input");
});

test("how far somebody who is removed has read is forgotten", async () => {
  await markRead(bob, 5);
  await server.deps.people.remove({ id: bob.id, heirId: null });
  const { rowCount } = await server.db.pool.query("select from notification_reads where user_id = $1", [bob.id]);
  expect(rowCount).toBe(0);
});

/** What somebody is told on a stream of topics, until it ends. */
function follow({ door }: Person, topics: string) {
  const leaving = new AbortController();
  const told: { topic: string; item: Page["data"][number] & { taskId?: string } }[] = [];
  const opened = fetch(`${server.url}/api/v1/events?topics=${topics}`, {
    headers: { authorization: `Bearer ${door.bearer}` },
    signal: leaving.signal,
  });
  const ended = (async () => {
    const { body } = await opened;
    let text = "";
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      const lines = text.split("\n");
      text = lines.pop() as string;
      const data = lines.filter((line) => line.startsWith("data: ") && line !== "data: ");
      told.push(...data.map((line) => JSON.parse(line.slice("data: ".length))));
    }
  })().catch(() => undefined);
  return { opened, told, ended, leave: () => leaving.abort() };
}

test("the topic of notifications tells what there is to see as it comes, and from a position what came since", async () => {
  const mine = await addTask(ann, "Fix it");
  await become(mine, "running", "failed");
  const [seen] = (await feedOf(ann)).data;
  const [live, ofProject] = [
    follow(ann, `notifications@${seen?.position}`),
    follow(bob, `notifications:${team.project}@0`),
  ];
  await Promise.all([live.opened, ofProject.opened]);
  await become(await addTask(bob, "Something else"), "failed");
  await become(mine, "completed");
  // What is stored with a task is announced, and all before it is looked at.
  await addTask(bob, "Something new");
  await expect.poll(() => ofProject.told.map(({ item }) => item.kind)).toEqual(["failed", "failed", "done"]);
  await expect.poll(() => live.told.map(({ item }) => [item.kind, item.isRead])).toEqual([["done", false]]);
  const { data } = await feedOf(ann);
  expect(live.told[0]?.item).toEqual(data[0]);
  for (const { leave, ended } of [live, ofProject]) {
    leave();
    await ended;
  }
});

test("whoever comes to see more while they follow is asked to follow anew, and is told of it then", async () => {
  const cleo = await addPerson();
  const id = await addTask(ann, "Fix it");
  const before = follow(cleo, "tasks@0");
  await before.opened;
  await server.deps.teams.addMember({ teamId: team.id, userId: cleo.id, role: "viewer" });
  await before.ended;
  expect(before.told).toEqual([]);
  const after = follow(cleo, "tasks@0");
  await expect.poll(() => after.told.map(({ item }) => item.taskId)).toContain(id);
  const owner = { kind: "team", teamId: team.id } as const;
  await server.deps.projects.make({ owner, slug: "another" }, AMPLE);
  await after.ended;
});
