import { randomUUID } from "node:crypto";
import type { Actor, TaskChangeBody } from "@catalyst/core";
import type { Destination } from "@catalyst/core/notification";
import { AMPLE } from "@catalyst/core/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { and, eq, sql } from "../../drizzle.ts";
import { changeTasks } from "../../feed/change-tasks.ts";
import { projects, repos, teamMembers } from "../../schema/accounts.ts";
import { notificationDestinations, outbox } from "../../schema/notifications.ts";
import { agentTasks, taskChanges } from "../../schema/tasks.ts";
import { createTask, newTask } from "../../testing/stored-task.ts";
import { storeTeam } from "../../testing/stored-team.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "../accounts/account-store.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { postgresDestinationStore } from "./destination-store.ts";
import { forwardChanges } from "./forward-changes.ts";

let db: Database;
let mine: string;
let taskId: string;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());
beforeEach(async () => {
  await db.drizzle.delete(notificationDestinations);
  const task = await newTask(db);
  taskId = (await createTask(postgresTaskStore(db), { task, dedupeKey: null })).task.id;
  mine = task.assignedBy;
  await forwardAll();
});

const COMPLETED: TaskChangeBody = { type: "status", status: "completed", failureReason: null };
const RUNNING: TaskChangeBody = { type: "status", status: "running", failureReason: null };

async function addDestination(change: Partial<Destination> = {}): Promise<string> {
  const id = randomUUID();
  const sealed = { address: null, secret: null, previousSecret: null, rotatedAt: null };
  const destination: Destination = {
    ...{ id, userId: mine, teamId: null, projectId: null, name: id, channel: "webhook", origin: "https://example.com" },
    ...{ kinds: ["done", "failed", "needs_you"], hasEveryChange: false, ...sealed, createdAt: new Date(0), ...change },
  };
  await postgresDestinationStore(db).insert(destination, AMPLE);
  return id;
}

function tell(...bodies: TaskChangeBody[]): Promise<void> {
  return changeTasks(db.drizzle, async (_, note) => {
    for (const body of bodies) {
      note({ taskId, actor: null as Actor | null, body });
    }
  });
}

async function forwardAll(): Promise<void> {
  while (await forwardChanges(db)) {}
}

/** What is to be sent to a destination, by the types of the changes. */
async function written(destinationId: string): Promise<string[]> {
  const rows = await db.drizzle
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(eq(outbox.destinationId, destinationId))
    .orderBy(outbox.number);
  return rows.map(({ payload }) => {
    const { kind, change } = payload as { kind: string | null; change: { body: { type: string } } };
    return `${change.body.type} ${kind}`;
  });
}

test("a change is written once for each who wants to be told, however many forward at once", async () => {
  const [one, other] = [await addDestination(), await addDestination({ hasEveryChange: true, kinds: [] })];
  await tell(RUNNING, COMPLETED);
  await Promise.all(Array.from({ length: 8 }, forwardAll));
  await forwardAll();
  expect(await written(one)).toEqual(["status done"]);
  expect(await written(other)).toEqual(["status null", "status done"]);
});

test("many changes for many who want all of them are written, in as many statements as they take", async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, () => addDestination({ hasEveryChange: true, kinds: [] })));
  await tell(...Array.from({ length: 100 }, () => RUNNING));
  await forwardAll();
  expect(await written(ids[0] as string)).toHaveLength(100);
  expect(await db.drizzle.$count(outbox)).toBeGreaterThanOrEqual(10_000);
});

test("what is told is of the task, in one line whatever was typed", async () => {
  const id = await addDestination();
  await db.drizzle
    .update(agentTasks)
    .set({ contextPayload: { title: "Fix\r\nBcc: eve@example.com\u202e", body: "secret words", prDiff: null } })
    .where(eq(agentTasks.id, taskId));
  await tell(COMPLETED);
  await forwardAll();
  const [row] = await db.drizzle.select().from(outbox).where(eq(outbox.destinationId, id));
  expect(row).toMatchObject({
    lane: id,
    taskId,
    payload: {
      kind: "done",
      task: { id: taskId, title: "Fix Bcc: eve@example.com", project: "default", repository: "repo" },
      change: { taskId, body: COMPLETED },
    },
  });
  expect(JSON.stringify(row)).not.toContain("secret words");
});

test("a destination is told of kinds that it asked for, and of nothing from before it was there or of long ago", async () => {
  const failuresAlone = await addDestination({ kinds: ["failed"] });
  const late = await addDestination({ createdAt: new Date(Date.now() + 3_600_000) });
  const all = await addDestination();
  await tell(COMPLETED);
  await tell({ type: "status", status: "failed", failureReason: "agent_failed" });
  await db.drizzle
    .update(taskChanges)
    .set({ at: sql`now() - interval '2 days'` })
    .where(and(eq(taskChanges.taskId, taskId), sql`${taskChanges.body} ->> 'status' = 'completed'`));
  await forwardAll();
  expect([await written(failuresAlone), await written(late), await written(all)]).toEqual([
    ["status failed"],
    [],
    ["status failed"],
  ]);
});

test("who doesn't see a project isn't told of it: not a stranger, and nobody who left its team", async () => {
  const accounts = postgresAccountStore(db);
  const [max, eve] = [await accounts.ensureUser("max"), await accounts.ensureUser("eve")];
  const teamId = await storeTeam(db, { [max.id]: "viewer" });
  const { id: projectId } = await accounts.ensureProject({ kind: "team", teamId });
  await db.drizzle.update(projects).set({ slug: "shop" }).where(eq(projects.id, projectId));
  const [repo] = await db.drizzle
    .insert(repos)
    .values({ projectId, vcs: "https", url: `https://example.com/${projectId}`, name: "shop" })
    .returning();
  await db.drizzle
    .update(agentTasks)
    .set({ repoId: repo?.id as string })
    .where(eq(agentTasks.id, taskId));
  const ofMember = await addDestination({ userId: max.id, projectId });
  const ofStranger = await addDestination({ userId: eve.id, projectId });
  const ofAsker = await addDestination();
  await tell(COMPLETED);
  await forwardAll();
  expect([await written(ofMember), await written(ofStranger), await written(ofAsker)]).toEqual([
    ["status done"],
    [],
    [],
  ]);
  const receiver = () => postgresDestinationStore(db).findReceiver({ destinationId: ofMember, taskId });
  expect(await receiver()).toMatchObject({ destination: { id: ofMember }, mailAddress: null });
  await db.drizzle.delete(teamMembers).where(eq(teamMembers.userId, max.id));
  expect(await receiver()).toBeNull();
  await tell(COMPLETED);
  await forwardAll();
  expect(await written(ofMember)).toEqual(["status done"]);
});

test("a change whose writing is rolled back is told of with the next try, and not twice", async () => {
  const id = await addDestination();
  await tell(COMPLETED);
  const failing = db.drizzle.transaction(async (tx) => {
    const same = Object.assign(Object.create(db.drizzle), {
      transaction: (work: (inner: typeof tx) => unknown) => work(tx),
    });
    expect(await forwardChanges({ drizzle: same })).toBe(true);
    throw new Error("killed here");
  });
  await expect(failing).rejects.toThrow("killed here");
  expect(await written(id)).toEqual([]);
  await forwardAll();
  await forwardAll();
  expect(await written(id)).toEqual(["status done"]);
});

test("a destination that is removed takes what was to be sent there with it", async () => {
  const id = await addDestination();
  await tell(COMPLETED);
  await forwardAll();
  const store = postgresDestinationStore(db);
  expect(await store.remove({ id, userId: randomUUID(), teamId: null })).toBe(false);
  expect(await store.remove({ id, userId: mine, teamId: null })).toBe(true);
  expect(await written(id)).toEqual([]);
});

test("a team is told of all tasks in its projects, whoever asked for them or is in it, and of nobody else's", async () => {
  const own = await storeTeam(db, {});
  const other = await storeTeam(db, {});
  const [repo] = await db.drizzle
    .select({ projectId: repos.projectId })
    .from(agentTasks)
    .innerJoin(repos, eq(repos.id, agentTasks.repoId))
    .where(eq(agentTasks.id, taskId));
  const projectId = repo?.projectId as string;
  const theirs = { userId: null, teamId: own };
  const before = await addDestination(theirs);
  await tell(COMPLETED);
  await forwardAll();
  expect(await written(before)).toEqual([]);

  await db.drizzle.update(projects).set({ userId: null, teamId: own }).where(eq(projects.id, projectId));
  const [all, one, strangers] = [
    await addDestination(theirs),
    await addDestination({ ...theirs, projectId }),
    await addDestination({ userId: null, teamId: other, projectId }),
  ];
  await tell(COMPLETED);
  await forwardAll();
  expect([await written(all), await written(one), await written(strangers)]).toEqual([
    ["status done"],
    ["status done"],
    [],
  ]);
  const store = postgresDestinationStore(db);
  expect((await store.list(theirs)).map(({ id }) => id).toSorted()).toEqual([before, all, one].toSorted());
  expect(await store.list({ userId: mine, teamId: null })).toEqual([]);
  expect(await store.findReceiver({ destinationId: all, taskId })).toMatchObject({ mailAddress: null });
  expect(await store.findReceiver({ destinationId: strangers, taskId })).toBeNull();
});
