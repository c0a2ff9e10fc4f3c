import { type TaskEnd, TaskResult } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";
import type { StoredTask } from "../../testing/stored-task.ts";

const URL = "https://forge.example/acme/shop/issues/3#comment-1";
const OTHER = "https://forge.example/acme/shop/pull/4";

const RESULT = TaskResult.parse({
  ...{ summary: null, publication: { kind: "nothing" }, headCommit: null, commits: [], findings: [] },
  diffStat: { files: 0, insertions: 0, deletions: 0 },
});

/** What every store of comments on forges promises. */
export function statusCommentStoreContract(open: () => Promise<ContractStores>): void {
  let stores: ContractStores;

  beforeAll(async () => {
    stores = await open();
  });
  afterAll(() => stores.close());

  const urlsOf = async ({ executionId }: Pick<StoredTask, "executionId">) =>
    (await stores.executions.get(executionId))?.commentsPosted;
  const typesOf = async ({ task }: Pick<StoredTask, "task">) =>
    (await stores.changes.list({ taskId: task.id, afterNumber: 0, limit: 100 })).map(({ body }) => body.type);

  /** One more text, after whatever was begun. */
  const begin = async (taskId: string) => {
    const { statusComments } = stores;
    const begun = await statusComments.begin(taskId, (await statusComments.get(taskId))?.sequence ?? 0);
    expect(begun).not.toBeNull();
    return begun as NonNullable<typeof begun>;
  };

  test("whoever read the comment before another began with it doesn't begin", async () => {
    const { task } = await stores.storeTask();
    const { statusComments } = stores;
    expect(await statusComments.begin(task.id, 0)).toMatchObject({ sequence: 1 });
    expect(await statusComments.begin(task.id, 0)).toBeNull();
    expect(await statusComments.begin(task.id, 1)).toMatchObject({ sequence: 2 });
    expect(await statusComments.begin(task.id, 1)).toBeNull();
    expect(await statusComments.get(task.id)).toMatchObject({ sequence: 2, url: null });
  });

  test("a comment that was begun twice keeps what the later one posted", async () => {
    const { task } = await stores.storeTask();
    const { statusComments } = stores;
    expect(await statusComments.get(task.id)).toBeNull();
    const early = await begin(task.id);
    const late = await begin(task.id);
    expect([early.sequence, late.sequence]).toEqual([1, 2]);
    const posted = { url: URL, digest: "d".repeat(64), madeAt: new Date(1000), editedAt: new Date(2000) };
    await statusComments.note({ ...late, ...posted, isLast: true });
    await statusComments.note({ ...early, ...posted, isLast: false });
    expect(await statusComments.get(task.id)).toEqual({ ...late, ...posted, isLast: true });
  });

  test("its address is noted with the execution once, and the feed tells it once", async () => {
    const stored = await stores.storeTask();
    const { statusComments } = stores;
    for (const _ of [1, 2]) {
      await statusComments.note({ ...(await begin(stored.task.id)), url: URL });
    }
    expect(await urlsOf(stored)).toEqual([URL]);
    expect((await typesOf(stored)).filter((type) => type === "comment_posted")).toHaveLength(1);
  });

  test("addresses that were noted before its end stay with the execution and come to the result, as do later ones", async () => {
    const stored = await stores.storeTask();
    const { task, executionId } = stored;
    const { statusComments, executions } = stores;
    await statusComments.note({ ...(await begin(task.id)), url: URL });
    const lease = await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
    await executions.move(lease as never, "publishing", {});
    const end: TaskEnd = { state: "completed", failureReason: null, errorMessage: null, result: RESULT };
    await executions.end(lease as never, end, { commentsPosted: [OTHER, URL] });
    expect(await urlsOf(stored)).toEqual([URL, OTHER]);
    const ofResult = async () => (await stores.tasks.get(task.id))?.resultPayload?.commentsPosted;
    expect(await ofResult()).toEqual([URL, OTHER]);
    const later = `${URL}-2`;
    await statusComments.note({ ...(await begin(task.id)), url: later });
    expect(await ofResult()).toEqual([URL, OTHER, later]);
    expect(await urlsOf(stored)).toEqual([URL, OTHER, later]);
  });

  test("those tasks of an account count that have a comment and go on", async () => {
    const { statusComments, executions } = stores;
    const [one, ended, silent] = [await stores.storeTask(), await stores.storeTask(), await stores.storeTask()];
    const before = await statusComments.countLive(silent.task.repoId);
    await begin(one.task.id);
    await begin(ended.task.id);
    expect(await statusComments.countLive(one.task.repoId)).toBe(before + 2);
    const lease = await executions.claim({ executionId: ended.executionId, workerId: "w", leaseSeconds: 60 });
    const cancelled = { state: "cancelled", failureReason: null, errorMessage: null, result: null } as const;
    await executions.end(lease as never, cancelled, {});
    expect(await statusComments.countLive(one.task.repoId)).toBe(before + 1);
  });
}
