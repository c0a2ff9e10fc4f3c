import { randomUUID } from "node:crypto";
import { OWNER } from "@catalyst/core/testing";
import type { ActStores, NewTrigger, TriggerIdentity, TriggerStore } from "@catalyst/core/trigger";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { followOwnChanges } from "../../feed/own-changes.ts";
import { newExecution, newTask, testProject } from "../../testing/stored-task.ts";
import { openMemoryTriggers, openPostgresTriggers } from "../../testing/trigger-stores.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { postgresForgeRequestStore } from "./forge-request-store.ts";
import { triggerStoreContract } from "./trigger-store.contract.ts";

describe("triggers in PostgreSQL", () => triggerStoreContract(openPostgresTriggers));
describe("triggers in memory", () => triggerStoreContract(openMemoryTriggers));

describe("what a trigger begins", () => {
  let db: Database;
  let triggers: TriggerStore;
  let repoId: string;
  beforeAll(async () => {
    ({ db, triggers, repoId } = await openPostgresTriggers());
  }, 60_000);
  afterAll(() => db?.close());

  let number = 0;
  const nextIdentity = (): TriggerIdentity => {
    number += 1;
    return {
      ...{ key: `github.com/event:${number}`, isFallback: false, repoId, number, kind: "assigned", target: "90" },
      happenedAt: new Date("2026-05-02T10:00:00Z"),
    };
  };
  const trigger = (taskId: string | null): NewTrigger => ({
    ...{ actorId: "7", actorLogin: "ada", delivery: "guid-1", decision: "accepted", reason: null },
    ...{ act: "submit", threadAct: null, isAutomatic: false, taskId },
  });
  const submit = async ({ tasks, messages }: ActStores) => {
    const task = await newTask(db);
    const executions = [newExecution(task)];
    await tasks.create({ task, executions, credentials: [], dedupeKey: null, actor: OWNER });
    await messages.add(task.id, "Also the docs", OWNER);
    return trigger(task.id);
  };

  test("two workers that decide the same at once make one task", async () => {
    const before = (await postgresTaskStore(db).list({ projects: await projects(), limit: 100 })).length;
    const of = nextIdentity();
    await Promise.all([1, 2, 3].map(() => triggers.once(of, submit)));
    expect(await postgresTaskStore(db).list({ projects: await projects(), limit: 100 })).toHaveLength(before + 1);
  });

  test("what it did is told once it is there, and nothing is left of it where it wasn't done to its end", async () => {
    const told: string[] = [];
    followOwnChanges(db, ({ body }) => told.push(body.type));
    const done = nextIdentity();
    await triggers.once(done, async (stores) => {
      const stored = await submit(stores);
      expect(told).toEqual([]);
      return stored;
    });
    expect(told).toEqual(expect.arrayContaining(["created", "message_added"]));
    told.length = 0;
    const before = await postgresTaskStore(db).list({ projects: await projects(), limit: 100 });
    const broken = nextIdentity();
    const failing = triggers.once(broken, async (stores) => {
      await submit(stores);
      throw new Error("it died");
    });
    await expect(failing).rejects.toThrow("it died");
    expect(await postgresTaskStore(db).list({ projects: await projects(), limit: 100 })).toEqual(before);
    expect(await triggers.find(broken)).toBeNull();
    expect(told).toEqual([]);
  });

  test("what is told of it is there with it, or not at all", async () => {
    const item = { kind: "forge_answer", lane: "a", destinationId: null, taskId: null, payload: {} } as const;
    const answer = { ...item, lifetimeSeconds: 60 };
    const count = (key: string) => db.pool.query("select from outbox where key = $1", [key]).then((it) => it.rowCount);
    await triggers.once(nextIdentity(), async (stores) => {
      await stores.outbox.add({ ...answer, key: "kept" });
      expect(await count("kept")).toBe(0);
      return trigger(null);
    });
    const failing = triggers.once(nextIdentity(), async (stores) => {
      await stores.outbox.add({ ...answer, key: "lost" });
      throw new Error("it died");
    });
    await expect(failing).rejects.toThrow("it died");
    expect([await count("kept"), await count("lost")]).toEqual([1, 0]);
  });

  test("the last request for a task's work is found, with the comment that made it, and nothing else that was said", async () => {
    const first = nextIdentity();
    let taskId = "";
    await triggers.once(first, async (stores) => {
      const stored = await submit(stores);
      taskId = stored.taskId ?? "";
      return stored;
    });
    const requests = postgresForgeRequestStore(db);
    expect(await requests.findLast(taskId)).toEqual({ at: first.happenedAt, commentId: null });
    const say = async (id: number, minutes: number, more: Partial<NewTrigger>) => {
      const happenedAt = new Date(first.happenedAt.getTime() + minutes * 60_000);
      const of = { ...nextIdentity(), key: `github.com/rcomment:${id}`, happenedAt };
      await triggers.once(of, async () => ({ ...trigger(taskId), ...more }));
      return happenedAt;
    };
    const at = await say(5001, 1, { act: "message" });
    await say(5002, 2, { act: "thread", threadAct: "leave_thread" });
    expect(await requests.findLast(taskId)).toEqual({ at, commentId: "5001" });
    expect(await requests.findLast(randomUUID())).toBeNull();
  });

  const projects = async () => [await testProject(db)];
});
