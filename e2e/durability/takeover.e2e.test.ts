import { connectDatabase } from "@catalyst/postgres";
import { expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome } from "../start-catalyst.ts";
import { startModel } from "../start-model.ts";
import { expectInvariants } from "./expect-invariants.ts";

const PATIENTLY = { timeout: 180_000, interval: 250 };

test("a worker that is killed while an agent works leaves it its token: its requests go on where another conducts", async ({
  onTestFinished,
}) => {
  const home = await createTestHome();
  onTestFinished(() => home.remove());
  await home.up();
  const repository = await createGitRepository({ "a.txt": "a\n" });
  const commit = (name: string) => `echo ${name} > ${name}.txt && git add -A && git commit -qm 'Add ${name}'`;
  const steps = [{ runCommand: commit("one") }, { runCommand: commit("two") }, { say: "Done." }];
  const model = await startModel("claude-code", steps);
  onTestFinished(model.stop);
  const letGo = model.holdFrom(2);
  const args = ["run", "Add the files", "--repo", repository.path, "--agent", "claude-code", "--json"];
  const started = home.start(args, { env: model.env });
  await model.untilAsked(2);

  const db = await connectDatabase({ home: home.path, databaseUrl: null });
  onTestFinished(() => db.close());
  const epochs = async () => (await db.pool.query("select epoch from agent_executions")).rows.map(({ epoch }) => epoch);
  const before = await epochs();
  expect(await home.kill("worker/src/main.ts")).toBe(1);
  await expect.poll(epochs, PATIENTLY).not.toEqual(before);
  const begun = "select count(*)::int as count from agent_grants where token_hash is not null and ended_at is null";
  expect((await db.pool.query(begun)).rows).toEqual([{ count: 2 }]);
  letGo();

  const { exitCode, stdout, stderr } = await started.ended;
  expect(exitCode, stdout + stderr).toBe(0);
  expect(model.requests).toHaveLength(3);
  expect(stdout).not.toMatch(/"llm_error"|\b401\b/);
  const task = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { branch: string };
  expect(await repository.git("show", `${task.branch}:two.txt`)).toBe("two");
  await expectInvariants(home);
});
