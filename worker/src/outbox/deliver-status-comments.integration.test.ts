import type { ForgePort } from "@catalyst/core";
import { forwardChanges, postgresExecutionStore, postgresTaskStore } from "@catalyst/postgres";
import { storeTask } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type DeliverDeps, deliverNext } from "./deliver.ts";
import { openOutbox, type TestOutbox } from "./testing/open-outbox.ts";

const URL = "https://forge.example/acme/shop/issues/3#comment-1";

type Answers = "ensureThreadReplies" | "ensureReaction" | "removeLabel" | "deleteBranch";
type SpokenTo = Pick<ForgePort, "ensureComment" | "isNearEnd" | Answers>;

let at: TestOutbox;
let said: string[];
let deps: DeliverDeps;

beforeAll(async () => {
  at = await openOutbox();
});
afterAll(() => at?.close());
beforeEach(async () => {
  await at.db.pool.query("delete from outbox");
  said = [];
  const forge: SpokenTo = {
    async ensureComment({ body }) {
      said.push(body);
      return { kind: "made", url: URL, isNew: said.length === 1 };
    },
    isNearEnd: async () => ({ kind: "made", isNearEnd: true }),
    ensureThreadReplies: async () => ({ kind: "made", urls: [] }),
    ensureReaction: async () => ({ kind: "made" }),
    removeLabel: async () => ({ kind: "made" }),
    deleteBranch: async () => ({ kind: "made" }),
  };
  deps = { ...at.deps, forges: { ...at.deps.forges, findForge: async () => forge } };
});

/** A task of an issue, and all that is due of it told. */
async function submit(): Promise<{ taskId: string; executionId: string }> {
  const { task, executionId } = await storeTask(at.db);
  await at.db.pool.query("update agent_tasks set source_type = 'github_issue', source_number = 3 where id = $1", [
    task.id,
  ]);
  return { taskId: task.id, executionId };
}

async function tellAll(deliver = deps): Promise<void> {
  while (await forwardChanges(at.db)) {}
  while (await deliverNext(deliver)) {}
}

test("a task of an issue is told of there at once, and its progress later, until it has ended", async () => {
  const { taskId, executionId } = await submit();
  await tellAll();
  expect(said).toEqual([expect.stringContaining("### ⏳ Accepted")]);
  const executions = postgresExecutionStore(at.db);
  const lease = await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
  await executions.move(lease as never, "provisioning", {});
  await executions.move(lease as never, "running", {});
  await tellAll();
  await executions.end(lease as never, { ...CANCELLED, result: null }, {});
  await tellAll();
  expect(said.map((body) => body.split("\n")[0])).toEqual(["### ⏳ Accepted", "### ⏳ Working", "### ⏹️ Stopped"]);
  await at.db.pool.query("update outbox set due_at = now() where state = 'waiting'");
  await tellAll();
  expect(said).toHaveLength(3);
  const { rows } = await at.db.pool.query("select state from outbox where task_id = $1", [taskId]);
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["delivered"]));
  expect((await postgresTaskStore(at.db).get(taskId))?.status).toBe("cancelled");
  expect((await executions.get(executionId))?.commentsPosted).toEqual([URL]);
});

test("who is killed after it told, and before it said so, tells nothing twice", async () => {
  await submit();
  const died = async () => Promise.reject(new Error("killed here"));
  await expect(tellAll({ ...deps, outbox: { ...deps.outbox, settle: died } })).rejects.toThrow("killed here");
  expect(said).toHaveLength(1);
  await at.db.pool.query("update outbox set leased_until = now() - interval '1 second' where leased_until is not null");
  await tellAll();
  expect(said).toHaveLength(1);
});

const CANCELLED = { state: "cancelled", failureReason: null, errorMessage: null } as const;
