import { beforeEach, expect, test } from "vitest";
import { branchOf, keptAtOf } from "../../result/read-publication.ts";
import { endTask } from "../../task/act/end-task.ts";
import { publishKept } from "../../task/act/publish-kept.ts";
import { retryTask } from "../../task/act/retry-task.ts";
import { sendMessage } from "../../task/act/send-message.ts";
import type { AgentTask, PolicyFinding, TaskResult } from "../../task/task.ts";
import { BASE_COMMIT, type MemoryRepositories } from "../../testing/index.ts";
import { ASKING, CLAUDE, createTurns, type Turns } from "../../testing/play-turns.ts";
import type { AgentExecution } from "../execution.ts";

const [FIRST, SECOND, THIRD] = ["c", "d", "e"].map((digit) => digit.repeat(40)) as [string, string, string];
const PROTECTED: PolicyFinding = { rule: "protected_path", path: "AGENTS.md", detail: "it needs a person" };
const SECRET: PolicyFinding = { rule: "secret", path: "a.js", detail: "an API key" };

let turns: Turns;
let repositories: MemoryRepositories;
let submit: Turns["submit"];
let run: Turns["run"];
let now: Turns["now"];

beforeEach(() => {
  turns = createTurns();
  ({ repositories, submit, run, now } = turns);
});

const send = (task: AgentTask, text: string) => sendMessage({ ...ASKING, task: now(task), text }, turns.useCases);
const runs = (task: AgentTask) => turns.executionsOf(task) as [AgentExecution, ...AgentExecution[]];
const refOf = (task: AgentTask, index: number) => `refs/catalyst/${task.number}-${task.id.slice(0, 4)}/${index}`;

async function publish(task: AgentTask, { run: index, accept = [], branch = null }: PublishWish): Promise<void> {
  const kept = runs(task)[index - 1] as AgentExecution & { result: TaskResult };
  await publishKept(
    { ...ASKING, task: now(task), executionId: kept.id, result: kept.result, accept, branch },
    turns.useCases,
  );
  await turns.runAlone(task);
}

interface PublishWish {
  run: number;
  accept?: string[];
  branch?: string | null;
}

test("agents that race each keep a result until one is picked, and only that one is published", async () => {
  const task = await submit({ race: { pick: "person" } }, [CLAUDE, { agent: "codex-cli", model: null }]);
  expect(turns.unfinished(task)).toHaveLength(2);
  await run(task, { head: FIRST });
  expect(now(task).status).not.toBe("awaiting_approval");
  await run(task, { head: SECOND });
  expect(now(task)).toMatchObject({ status: "awaiting_approval" });
  expect(repositories.published.size).toBe(0);
  expect([...repositories.refs]).toEqual([
    [refOf(task, 1), FIRST],
    [refOf(task, 2), SECOND],
  ]);
  await publish(task, { run: 2 });
  expect(repositories.published.get(String(now(task).branch))).toBe(SECOND);
  const publication = { kind: "branch", branch: now(task).branch };
  expect(now(task)).toMatchObject({ status: "completed", resultPayload: { publication } });
  await send(task, "And the docs");
  expect((await run(task, { head: THIRD })).repository.baseCommit).toBe(SECOND);
});

test("a further turn's result that was held moves the branch on when a person publishes it", async () => {
  const task = await submit({});
  await run(task, { head: FIRST });
  await send(task, "Instruct the agents");
  await run(task, { head: SECOND, findings: [PROTECTED] });
  expect(now(task)).toMatchObject({ status: "failed", failureReason: "policy_violation" });
  expect(repositories.published.get(String(now(task).branch))).toBe(FIRST);
  await publish(task, { run: 2, accept: ["protected_path"] });
  expect(repositories.published.get(String(now(task).branch))).toBe(SECOND);
});

test("a finding is let through by a person's word alone, which stays with the result", async () => {
  const task = await submit({});
  await run(task, { head: FIRST, findings: [PROTECTED, SECRET] });
  await expect(publish(task, { run: 1 })).rejects.toMatchObject({
    code: "policy_violation",
    way: { kind: "accept_findings", task: task.number, rules: ["protected_path", "secret"] },
  });
  await expect(publish(task, { run: 1, accept: ["secret"] })).rejects.toMatchObject({
    way: { rules: ["protected_path"] },
  });
  await expect(publish(task, { run: 1, accept: ["sekret"] })).rejects.toMatchObject({ code: "invalid_input" });
  expect(runs(task)).toHaveLength(1);
  await publish(task, { run: 1, accept: ["secret", "protected_path"] });
  const said = { rules: ["secret", "protected_path"], by: "ada", at: expect.any(Date) };
  expect(now(task)).toMatchObject({
    status: "completed",
    resultPayload: { acceptances: [said], findings: [PROTECTED, SECRET] },
  });
  expect(runs(task)[0].result?.acceptances).toEqual([said]);
});

test("what is published later is the result of the run that made it, and of no other", async () => {
  const task = await submit({});
  repositories.branchProblem = { kind: "checked_out", path: "/r", isForward: true };
  turns.repositories.findBranchProblem = async () => null;
  await run(task, { head: FIRST });
  expect(now(task)).toMatchObject({
    status: "failed",
    failureReason: "branch_conflict",
    errorMessage: expect.stringContaining("it is checked out in /r"),
    resultPayload: { headCommit: FIRST, ref: refOf(task, 1), publication: { problem: repositories.branchProblem } },
  });
  await publish(task, { run: 1 });
  expect(runs(task).map(({ result }) => keptAtOf(result))).toEqual([`results/${runs(task)[0].id}.git`, null]);
  expect(now(task).resultPayload?.headCommit).toBe(FIRST);
  repositories.branchProblem = null;
  await publish(task, { run: 1, branch: "another" });
  expect([...repositories.published]).toEqual([["another", FIRST]]);
  expect(runs(task).map(({ result }) => branchOf(result))).toEqual(["another", null, null]);
  expect(now(task)).toMatchObject({ status: "completed", branch: "another" });
  expect(repositories.keptResults.size).toBe(0);
});

test("a result stands in the repository whatever becomes of its branch, but for what may hold a secret", async () => {
  const ended = await submit({});
  await run(ended, { head: FIRST, outcome: "failed" });
  expect(now(ended).resultPayload?.ref).toBe(refOf(ended, 1));
  const secret = await submit({});
  await run(secret, { head: SECOND, findings: [SECRET] });
  expect(now(secret).resultPayload).toMatchObject({ ref: null, publication: { kind: "kept" } });
  expect([...repositories.refs.values()]).toEqual([FIRST]);
});

test("a branch that can't be made is noticed before an agent starts, and a message waits for the next turn", async () => {
  const task = await submit({});
  await run(task, { head: FIRST });
  await send(task, "Also update the docs");
  repositories.branchProblem = { kind: "name_conflict", ref: "refs/heads/catalyst" };
  await turns.runAlone(task);
  expect(now(task)).toMatchObject({ status: "failed", failureReason: "branch_conflict" });
  expect(turns.environments.requests).toHaveLength(1);
  expect([...repositories.quarantines]).toEqual([]);
  repositories.branchProblem = null;
  await send(task, "Try again");
  const job = await run(task, { head: SECOND });
  expect(job.prompt).toContain("Also update the docs");
  expect(job.agent.resumeSessionId).toBe("session-of-claude-code");
});

test("another turn is refused, and its task is what it was, while its branch can't be moved", async () => {
  const task = await submit({});
  await run(task, { head: FIRST });
  const before = now(task);
  repositories.moveProblem = { kind: "checked_out", path: "/r", isForward: false };
  await send(task, "Also update the docs");
  await turns.runAlone(task);
  expect(runs(task)[1]).toMatchObject({
    state: "refused",
    refusal: {
      code: "conflict",
      message: expect.stringContaining("checked out in /r. Switch to another branch there"),
    },
  });
  expect(now(task)).toEqual(before);
});

test("a turn begins where the branch is once a person took the kept result there", async () => {
  const task = await submit({});
  await run(task, { head: FIRST, outcome: "failed" });
  repositories.published.set(String(now(task).branch), SECOND);
  repositories.contains = async ({ commit, ancestor }) => commit === SECOND && ancestor === FIRST;
  await send(task, "Go on");
  const job = await run(task, { head: THIRD });
  expect(job.repository.baseCommit).toBe(SECOND);
  expect(repositories.published.get(String(now(task).branch))).toBe(THIRD);
});

test("a branch where this task put nothing stops a turn before its agent starts", async () => {
  const task = await submit({});
  await run(task, { head: FIRST, outcome: "failed" });
  repositories.published.set(String(now(task).branch), SECOND);
  await retryTask({ ...ASKING, task: now(task), agent: null }, turns.useCases);
  await turns.runAlone(task);
  expect(now(task)).toMatchObject({
    failureReason: "branch_conflict",
    errorMessage: expect.stringContaining("there already"),
  });
  expect(runs(task)[1]).toMatchObject({ startCommit: BASE_COMMIT, branchCommit: SECOND });
});

test("a branch that a person made where the work begins isn't taken for the task's own", async () => {
  const { findBranch } = repositories;
  repositories.findBranch = async () => BASE_COMMIT;
  const first = await submit({});
  await turns.runAlone(first);
  expect(now(first)).toMatchObject({
    failureReason: "branch_conflict",
    errorMessage: expect.stringContaining("there already"),
  });
  repositories.findBranch = findBranch;
  const later = await submit({});
  await run(later, { head: null });
  repositories.branches.set(String(now(later).branch), BASE_COMMIT);
  await send(later, "Do something");
  await turns.runAlone(later);
  expect(now(later)).toMatchObject({ failureReason: "branch_conflict" });
  expect(turns.environments.requests).toHaveLength(1);
});

test("what lies beside the branch, and what could not be taken, stay with the result, whatever becomes of it", async () => {
  repositories.beside.set("refs/beside/1", SECOND).set("refs/beside/2", THIRD);
  const beside = [{ name: "side", commit: SECOND }];
  const events = [{ type: "collected" as const, beside, leftOut: ["huge.bin (over 100 MiB)"] }];
  for (const outcome of ["completed", "failed"] as const) {
    for (const head of [FIRST, null]) {
      const task = await submit({});
      await run(task, { head, outcome, events });
      const { id } = runs(task)[0];
      const keptAt = `results/${id}.git`;
      const commits = [{ ref: "refs/beside/1", name: "side", commit: SECOND }];
      expect(now(task).resultPayload).toMatchObject({
        beside: { keptAt, commits },
        leftOut: ["huge.bin (over 100 MiB)"],
      });
      expect(repositories.keptResults).toContain(id);
      repositories.published.clear();
    }
  }
});

test("what lies beside is kept by its ref where nobody told its name, and told where it can't be kept", async () => {
  repositories.beside.set("refs/beside/1", SECOND);
  const task = await submit({});
  await run(task, { head: FIRST });
  expect(now(task).resultPayload?.beside?.commits).toMatchObject([{ name: "refs/beside/1", commit: SECOND }]);
  repositories.takeBeside = async () => Promise.reject(new Error("it takes too long"));
  const other = await submit({});
  const beside = [{ name: "side", commit: SECOND }];
  await run(other, { head: THIRD, events: [{ type: "collected", beside, leftOut: [] }] });
  expect(now(other)).toMatchObject({ status: "completed", resultPayload: { beside: null, leftOut: ["side"] } });
});

test("what an agent did for an issue that was closed meanwhile is kept, and published by a word", async () => {
  const task = await submit({});
  const ending = { why: "closed", by: { name: "bob", isOfForge: true } } as const;
  const close = async () => {
    await endTask({ taskId: task.id, actor: ASKING.actor, ending, isAfterTurn: true }, turns.useCases);
    await send(task, "And the docs");
  };
  await run(task, { head: FIRST, during: close });
  expect(now(task)).toMatchObject({ status: "cancelled", ending, resultPayload: { publication: { kind: "kept" } } });
  expect(repositories.published.size).toBe(0);
  expect(turns.unfinished(task)).toEqual([]);
  await publish(task, { run: 1 });
  expect(now(task)).toMatchObject({ status: "completed", ending: null });
  expect(repositories.published.get(String(now(task).branch))).toBe(FIRST);
});
