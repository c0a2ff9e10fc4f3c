import { randomUUID } from "node:crypto";
import { type AgentCatalog, submitTask, TaskRequest } from "@catalyst/core";
import {
  createMemory,
  memoryAdvanceDeps,
  memoryEnvironments,
  memoryRepositories,
  memorySealing,
  OWNER,
} from "@catalyst/core/testing";
import {
  type Database,
  postgresAccountStore,
  postgresBudgetStore,
  postgresCredentialStore,
  postgresEventStore,
  postgresExecutionQueue,
  postgresExecutionStore,
  postgresGrantStore,
  postgresMessageStore,
  postgresRepoStore,
  postgresTaskStore,
  postgresWakeUps,
} from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runJobs } from "./jobs.ts";

const PATIENTLY = { timeout: 60_000 };
const agents: AgentCatalog = {
  find: async (id) => ({ id, name: id, owner: "catalyst", providers: [], canResume: false }),
  ensureInstalled: async () => null,
  listInstructionPaths: async () => [],
};

let db: Database;
let stops: (() => Promise<void>)[];

beforeEach(async () => {
  db = await testDatabase();
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) {
    await stop();
  }
  await db.close();
});

/** A worker with environments of its own; only these and its git aren't real. */
function startWorker(environmentNamespace: string) {
  const environments = memoryEnvironments();
  const stop = new AbortController();
  const ended = runJobs({
    ...{ workerId: randomUUID(), environmentNamespace, places: 8, mayBegin: () => true, signal: stop.signal },
    steps: {
      ...memoryAdvanceDeps(createMemory(), { environments, repositories: memoryRepositories() }),
      agents,
      executions: postgresExecutionStore(db),
      events: postgresEventStore(db),
      grants: postgresGrantStore(db),
      budgets: postgresBudgetStore(db),
      credentials: postgresCredentialStore(db),
      messages: postgresMessageStore(db),
      repos: postgresRepoStore(db),
    },
    queue: postgresExecutionQueue(db),
    wakeUps: postgresWakeUps(db),
    sweepLeftovers: async () => undefined,
    noteReady: () => undefined,
    log: pino({ level: "silent" }),
  });
  const worker = {
    conducted: () => environments.requests.map(({ executionId }) => executionId).toSorted(),
    async stop() {
      stop.abort();
      await ended;
    },
  };
  stops.push(worker.stop);
  return worker;
}

/** Asks for a task whose environment is to be there; its execution. */
async function ask(environmentNamespace: string): Promise<string> {
  const request = TaskRequest.parse({
    repository: { kind: "folder", path: "/srv/shop", head: { ref: "refs/heads/main", commit: "b".repeat(40) } },
    source: { kind: "prompt", text: "true" },
    agents: [{ agent: "script", model: null }],
  });
  const accounts = postgresAccountStore(db);
  const actor = { ...OWNER, userId: (await accounts.ensureUser("local")).id };
  const tasks = postgresTaskStore(db);
  const doors = { tasks, accounts, repos: postgresRepoStore(db), ...memorySealing(), environmentNamespace };
  const { task } = await submitTask(request, actor, doors);
  return (await postgresExecutionStore(db).listForTask(task.id))[0]?.id ?? "";
}

async function epochOf(executionId: string): Promise<number | undefined> {
  return (await postgresExecutionStore(db).get(executionId))?.epoch;
}

test("of two workers each conducts what its own namespace's environments are asked for, and nothing else", async () => {
  const workers = { local: startWorker("local"), cluster: startWorker("cluster") };
  const here = [await ask("local"), await ask("local"), await ask("local")];
  const there = [await ask("cluster"), await ask("cluster")];
  await expect.poll(workers.local.conducted, PATIENTLY).toEqual(here.toSorted());
  await expect.poll(workers.cluster.conducted, PATIENTLY).toEqual(there.toSorted());
});

test("what a worker of another namespace left is taken over by one of that namespace alone", async () => {
  const dead = startWorker("cluster");
  const left = await ask("cluster");
  await expect.poll(dead.conducted, PATIENTLY).toEqual([left]);
  await dead.stop();
  const before = await epochOf(left);

  const local = startWorker("local");
  const here = await ask("local");
  await expect.poll(local.conducted, PATIENTLY).toEqual([here]);
  // It has looked since, and found nothing more.
  expect([await epochOf(left), local.conducted()]).toEqual([before, [here]]);

  startWorker("cluster");
  await expect.poll(() => epochOf(left), PATIENTLY).toBeGreaterThan(before ?? 0);
});
