import { TaskOptions } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { openPostgresTriggers } from "../../testing/trigger-stores.ts";
import { postgresExecutionStore } from "./execution-store.ts";

let stores: Awaited<ReturnType<typeof openPostgresTriggers>>;
let db: Database;
beforeAll(async () => {
  stores = await openPostgresTriggers();
  ({ db } = stores);
}, 60_000);
afterAll(() => stores?.close());

/** A review of a pull request that ended with that. */
async function review(number: number, result: object, startCommit: string): Promise<void> {
  const options = TaskOptions.parse({ review: { paths: ["src"] } });
  const of = { taskType: "pr_review", sourceType: "github_pr", sourceNumber: number } as const;
  const task = await stores.storeTask({ ...of, options });
  const empty = {
    summary: null,
    headCommit: null,
    commits: [],
    findings: [],
    diffStat: { files: 0, insertions: 0, deletions: 0 },
  };
  await db.pool.query(
    `insert into agent_executions (id, task_id, environment_namespace, asked_by, asked, purpose, state, result, start_commit, started_at, ended_at)
     values (gen_random_uuid(), $1, 'local', '{"kind":"system"}', '{}', 'review', 'completed', $2, $3, clock_timestamp(), clock_timestamp())`,
    [task.id, { ...empty, ...result }, startCommit],
  );
}

test("the reviews of a pull request are those that were said there, of whatever task, the oldest first", async () => {
  const { listSaidReviews } = postgresExecutionStore(db);
  const of = { repoId: stores.repoId, number: 7, max: 2 };
  expect(await listSaidReviews(of)).toEqual([]);
  const finding = { file: "a.ts", line: 3, severity: "high", text: "It subtracts." };
  const said = { publication: { kind: "review", url: "https://forge.example/1" } };
  const nothing = { findings: [], leftOut: 0 };
  await review(7, { ...said, review: nothing }, "e".repeat(40));
  await review(7, { ...said, review: nothing }, "a".repeat(40));
  await review(7, { ...said, review: { findings: [finding], leftOut: 0, mended: ["a1"] } }, "b".repeat(40));
  await review(7, { publication: { kind: "nothing" } }, "c".repeat(40));
  await review(8, said, "d".repeat(40));
  const paths = ["src"];
  expect(await listSaidReviews(of)).toEqual([
    { commit: "a".repeat(40), review: nothing, paths },
    { commit: "b".repeat(40), review: { findings: [finding], leftOut: 0, mended: ["a1"] }, paths },
  ]);
});
