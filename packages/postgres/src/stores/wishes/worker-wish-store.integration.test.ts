import { randomUUID } from "node:crypto";
import { beginSweep, LASTING_WISHES, listAgents, type WorkerAnswer, type WorkerWish } from "@catalyst/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Database } from "../../database.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresGatewayWishStore } from "./gateway-wish-store.ts";
import { postgresWorkerWishStore } from "./worker-wish-store.ts";

const LIST: WorkerWish = { kind: "list_agents" };
const ACTOR = { kind: "machine_owner", userId: randomUUID() } as const;
const AGENTS: WorkerAnswer = { kind: "agents", agents: [] };

let db: Database;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db?.close());

const asked = (wish: WorkerWish, lifetimeSeconds = 600) => ({ wish, actor: null, lifetimeSeconds });

const asking = (answer: WorkerAnswer | null, seconds = 60) => {
  const wishes = postgresWorkerWishStore(db, "local");
  let answering = Promise.resolve(false);
  // One after the other, so that who waits for the last has waited for all.
  const pause = async () => {
    answering = answering.then(() => (answer === null ? false : wishes.answerNext(async () => answer)));
    await answering;
  };
  return { wishes, takeSeconds: seconds, timeoutSeconds: 60, now: () => new Date(), pause };
};

test("who asks a worker gets its answer, or its refusal with its code", async () => {
  const first = asking(AGENTS);
  expect(await listAgents({ actor: ACTOR }, first)).toEqual([]);
  await first.pause();
  const failed = { kind: "failed", code: "prerequisite_missing", message: "There is no folder." } as const;
  await expect(listAgents({ actor: ACTOR }, asking(failed))).rejects.toMatchObject({
    code: "prerequisite_missing",
    message: "There is no folder.",
  });
});

test("what no worker begins with in time is taken back, and none of the gateway's", async () => {
  const deps = asking(null, -1);
  await expect(beginSweep({ actor: ACTOR, kinds: ["mirrors"] }, deps)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("nothing was done"),
  });
  expect(await deps.wishes.countOpen()).toBe(0);
  expect(await deps.wishes.answerNext(async () => AGENTS)).toBe(false);
  expect(await postgresGatewayWishStore(db).countOpen()).toBe(0);
});

test("what somebody is at isn't taken back, and tells who asked, what is done and how often that changed", async () => {
  const wishes = postgresWorkerWishStore(db, "local");
  const actor = { kind: "machine_owner", userId: randomUUID() } as const;
  const id = await wishes.ask({ ...asked(LIST), actor });
  expect(await wishes.find(id)).toMatchObject({ actor, wish: LIST, takenAt: null, progress: null, version: 0 });
  await wishes.answerNext(async (_wish, tell) => {
    expect(await wishes.withdraw(id)).toBe(false);
    expect(await wishes.find(id)).toMatchObject({ takenAt: expect.any(Date), version: 1 });
    tell(`looking ${"x".repeat(1000)}`);
    await expect.poll(async () => (await wishes.find(id))?.progress, { timeout: 60_000 }).toMatch(/^looking x{292}$/);
    return AGENTS;
  });
  expect(await wishes.find(id)).toMatchObject({ answer: AGENTS, version: 3 });
  expect(await wishes.withdraw(id)).toBe(false);
});

test("nobody begins with what has outlived its time, and what was asked an hour before that is forgotten", async () => {
  const wishes = postgresWorkerWishStore(db, "local");
  const id = await wishes.ask(asked(LIST, -1));
  expect([await wishes.countOpen(), await wishes.answerNext(async () => AGENTS)]).toEqual([0, false]);
  await db.pool.query("update worker_wishes set expires_at = now() - interval '2 hours'");
  await wishes.ask(asked(LIST));
  expect(await wishes.find(id)).toBeNull();
});

test("what a worker was at whose connection ended is done by the next one", async () => {
  const wishes = postgresWorkerWishStore(db, "local");
  await wishes.ask(asked(LIST));
  const stuck = Promise.withResolvers<WorkerAnswer>();
  const began = Promise.withResolvers<void>();
  const first = wishes.answerNext(() => {
    began.resolve();
    return stuck.promise;
  });
  await began.promise;
  const second = vi.fn(async () => AGENTS);
  expect(await wishes.answerNext(second)).toBe(false);
  await db.pool.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())",
  );
  await expect.poll(() => wishes.answerNext(second), { timeout: 60_000 }).toBe(true);
  expect(second).toHaveBeenCalledOnce();
  stuck.resolve(AGENTS);
  await first;
});

test("who does what takes long leaves the rest to others, and the other way round", async () => {
  const wishes = postgresWorkerWishStore(db, "local");
  await wishes.ask(asked({ kind: "sweep", kinds: null }));
  await wishes.ask(asked(LIST));
  const seen: string[] = [];
  const note = async ({ kind }: WorkerWish) => {
    seen.push(kind);
    return AGENTS;
  };
  expect(await wishes.answerNext(note, { except: LASTING_WISHES })).toBe(true);
  expect(await wishes.answerNext(note, { except: LASTING_WISHES })).toBe(false);
  expect(await wishes.answerNext(note, { only: LASTING_WISHES })).toBe(true);
  expect(seen).toEqual(["list_agents", "sweep"]);
});

test("what is asked of one namespace is done by its own workers alone, and holds up no others", async () => {
  const [here, there] = ["local", "elsewhere"].map((namespace) => postgresWorkerWishStore(db, namespace));
  const id = await here?.ask(asked(LIST));
  expect([await there?.countOpen(), await there?.answerNext(async () => AGENTS)]).toEqual([0, false]);
  await db.pool.query(
    "insert into worker_wishes (wish, expires_at, environment_namespace) select '{}', now() + interval '1 minute', 'elsewhere' from generate_series(1, 200)",
  );
  await expect(there?.ask(asked(LIST))).rejects.toMatchObject({ code: "unavailable" });
  expect([await here?.countOpen(), await here?.answerNext(async () => AGENTS)]).toEqual([1, true]);
  expect(await here?.find(id as string)).toMatchObject({ answer: AGENTS });
});

test("more than can be done at all isn't taken", async () => {
  const wishes = postgresWorkerWishStore(db, "local");
  await db.pool.query(
    "insert into worker_wishes (wish, expires_at) select '{}', now() + interval '1 minute' from generate_series(1, 200)",
  );
  await expect(wishes.ask(asked(LIST))).rejects.toMatchObject({ code: "unavailable" });
});

test("who follows a wish hears what happens to it", async () => {
  const wishes = postgresWorkerWishStore(db, "local");
  const heard: (string | null)[] = [];
  const stop = await wishes.watchChanges((id) => heard.push(id));
  const id = await wishes.ask(asked(LIST));
  await wishes.answerNext(async () => AGENTS);
  await expect.poll(() => heard, { timeout: 60_000 }).toEqual([id, id]);
  stop();
});
