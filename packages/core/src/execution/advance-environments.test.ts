import { beforeEach, expect, test } from "vitest";
import type { EnvironmentStatus } from "../environment/environment.ts";
import { BASE_COMMIT } from "../testing/memory-repositories.ts";
import { createTurns, type Turns } from "../testing/play-turns.ts";
import { memoryTaskStore } from "../testing/stores/tasks/memory-task-store.ts";

const HEAD = "c".repeat(40);
const PUSHED = {
  headCommit: HEAD,
  commits: [{ sha: HEAD, subject: "Fix it" }],
  diffStat: { files: 1, insertions: 2, deletions: 1 },
  findings: [],
};
/** As a place ends an environment that it needs for others. */
const EVICTED: EnvironmentStatus = {
  kind: "exited",
  exitCode: null,
  reason: "evicted",
  stages: [],
  output: "",
  facts: [],
};

let turns: Turns;
beforeEach(() => {
  turns = createTurns();
});

async function begin() {
  const task = await turns.submit({});
  return { task, ...(await turns.take(task)), now: () => turns.now(task) };
}

const firstJobs = () => turns.environments.requests.map(({ stages }) => stages[0]?.job);

test.each(["image", "admission", "start_timeout", "class"] as const)(
  "a provider that says no (%s) ends the execution with that code and what was found, before anything is spent",
  async (code) => {
    const { advance, now } = await begin();
    const facts = ["Asked for 4 GiB, 1 GiB is left."];
    turns.environments.onEnsure = { kind: "refused", code, reason: "It can't be had.", facts };
    await advance("done");
    expect(now()).toMatchObject({
      status: "failed",
      failureReason: "environment_refused",
      errorMessage: `Starting the environment was refused (${code}): It can't be had. Asked for 4 GiB, 1 GiB is left.`,
    });
    expect(await turns.environments.list()).toEqual([]);
  },
);

test.each([
  ["quota", "No room was found"],
  ["unschedulable", "No room was found"],
  ["registry", "The registry of its images was away"],
] as const)("what passes by itself (%s) is waited for again, three times, and that is said", async (code, words) => {
  const { advance, execution, now } = await begin();
  const refused: EnvironmentStatus = { kind: "refused", code, reason: "12 of 12 CPUs are used.", facts: [] };
  turns.environments.onEnsure = refused;
  await advance("done");
  expect(turns.environments.requests).toHaveLength(4);
  expect(now()).toMatchObject({ status: "failed", failureReason: "environment_refused" });
  const texts = turns.memory.events.map(({ body }) => (body.type === "log" ? body.text : ""));
  expect(texts.filter((text) => text.includes(words))).toHaveLength(3);
  expect(turns.environments.requests.every(({ executionId }) => executionId === execution.id)).toBe(true);
});

test.each(["lost", "destroyed"] as const)(
  "an environment that a cluster %s is followed by another as one that was evicted",
  async (reason) => {
    const cluster = { ...turns.environments, kind: "kubernetes" as const };
    turns.deps.environments = cluster;
    const { advance, execution } = await begin();
    await advance("wait");
    turns.environments.set(execution.id, { ...EVICTED, reason });
    await advance("wait");
    expect(turns.environments.requests).toHaveLength(2);
  },
);

test("an environment whose isolation was lost isn't followed by another", async () => {
  const { advance, execution, now } = await begin();
  await advance("wait");
  turns.environments.set(execution.id, { ...EVICTED, reason: "isolation_lost", output: "it reached 10.96.0.1:443" });
  await advance("done");
  expect(now()).toMatchObject({ status: "failed", failureReason: "isolation_unavailable" });
  expect(now().errorMessage).toContain("10.96.0.1:443");
});

test("an evicted environment is followed by another that goes on from what was pushed last, and says so", async () => {
  const { advance, execution, task, now } = await begin();
  await advance("wait");
  turns.repositories.imported = PUSHED;
  turns.environments.set(execution.id, EVICTED);
  await advance("wait");
  const [first, second] = firstJobs();
  expect([first, second].map((job) => job?.repository.baseCommit)).toEqual([BASE_COMMIT, HEAD]);
  expect(second?.stageNumber).toBeGreaterThan(first?.stageNumber ?? 0);
  expect(second?.prompt).toContain("was taken away");
  const texts = turns.memory.events.map(({ body }) => (body.type === "log" ? body.text : ""));
  expect(texts.find((text) => text.includes("evicted"))).toContain(`${HEAD.slice(0, 12)} (1 of 3)`);
  expect(now().status).toBe("running");

  const ended = { type: "agent_ended", outcome: "completed", exitCode: 0, command: "x", summary: "Did it." } as const;
  const body = { ...ended, headCommit: HEAD, sessionId: null, seconds: 1 };
  await turns.deps.events.append({
    ...{ executionId: execution.id, writer: "w" },
    events: [{ sourceNumber: 1, at: new Date(), body }],
  });
  turns.environments.set(execution.id, { ...EVICTED, reason: "exited", exitCode: 0 });
  await advance("done");
  expect(now()).toMatchObject({ status: "completed", resultPayload: { headCommit: HEAD } });
  expect(turns.executionsOf(task)).toMatchObject([{ evictions: 1, startCommit: BASE_COMMIT }]);
});

test("where nothing was pushed yet it begins again, and in the agent's own session where that was kept", async () => {
  const { advance, execution } = await begin();
  await advance("wait");
  turns.memory.sessions.set(execution.id, Buffer.from("saved"));
  const body = { type: "session", sessionId: "0b1c", model: null } as const;
  await turns.deps.events.record({ executionId: execution.id, source: "worker", body });
  turns.environments.set(execution.id, EVICTED);
  await advance("wait");
  const wanted = { repository: { baseCommit: BASE_COMMIT }, agent: { resumeSessionId: "0b1c" } };
  expect(firstJobs()[1]).toMatchObject(wanted);
});

test("one that is gone without a trace, as after a restored backup, is followed by another from what was pushed last", async () => {
  const { advance, execution, now } = await begin();
  await advance("wait");
  turns.repositories.imported = PUSHED;
  await turns.environments.destroy(execution.id);
  await advance("wait");
  expect(firstJobs().map((job) => job?.repository.baseCommit)).toEqual([BASE_COMMIT, HEAD]);
  expect(now().status).toBe("running");
  const texts = turns.memory.events.map(({ body }) => (body.type === "log" ? body.text : ""));
  expect(texts.find((text) => text.includes("is gone"))).toContain(`${HEAD.slice(0, 12)} (1 of 3)`);
  for (let count = 1; count <= 3; count++) {
    await turns.environments.destroy(execution.id);
    await advance(count === 3 ? "done" : "wait");
  }
  expect(now()).toMatchObject({
    status: "failed",
    failureReason: "environment_lost",
    way: { kind: "retry_task", ifAgain: "see_doctor" },
    resultPayload: { headCommit: HEAD },
  });
});

test("a fourth eviction ends the execution, which keeps what was pushed", async () => {
  const { advance, execution, now } = await begin();
  turns.repositories.imported = PUSHED;
  for (let count = 0; count <= 3; count++) {
    await advance("wait");
    turns.environments.set(execution.id, EVICTED);
  }
  await advance("done");
  expect(firstJobs()).toHaveLength(4);
  expect(now()).toMatchObject({ status: "failed", failureReason: "evicted", resultPayload: { headCommit: HEAD } });
});

test("an environment that is evicted after a wish to cancel isn't made anew", async () => {
  const { advance, execution, task, now } = await begin();
  await advance("wait");
  turns.memory.tasks.set(task.id, { ...now(), cancelRequestedAt: new Date() });
  turns.environments.set(execution.id, EVICTED);
  await advance("done");
  expect([firstJobs().length, now().status]).toEqual([1, "cancelled"]);
});

test("a task whose repository was taken away fails, its agent is stopped, and what it came to is kept", async () => {
  const { advance, task, now } = await begin();
  await advance("wait");
  turns.repositories.imported = PUSHED;
  const why = { isRepositoryLost: true };
  await memoryTaskStore(turns.memory).requestCancel(task.id, { kind: "system" }, why);
  await advance("done");
  expect(now()).toMatchObject({
    status: "failed",
    failureReason: "repository_unavailable",
    resultPayload: { headCommit: HEAD },
    way: { kind: "mend", what: "repository" },
  });
  expect(await turns.environments.list()).toEqual([]);
});

test("one that is evicted when its budget is spent waits for money, as any other", async () => {
  const { advance, execution, now } = await begin();
  await advance("wait");
  const body = { type: "budget", kind: "exceeded", scope: "task", unit: "usd", limit: 1, spent: 1 } as const;
  await turns.deps.events.record({ executionId: execution.id, source: "worker", body });
  turns.environments.set(execution.id, EVICTED);
  await advance("done");
  expect([firstJobs().length, now().status]).toEqual([1, "paused_budget"]);
});

/** As a runner ends that got no answer of the gateway. */
const CUT_SHORT: EnvironmentStatus = { ...EVICTED, reason: "exited", exitCode: 7 };

test("what an outage cut short before an agent began starts again by itself, with stages of its own", async () => {
  const { advance, execution, now } = await begin();
  await advance("wait");
  turns.environments.set(execution.id, CUT_SHORT);
  await advance("wait");
  const [first, second] = firstJobs();
  expect([firstJobs().length, now().status]).toEqual([2, "running"]);
  expect(second?.stageNumber).toBeGreaterThan(first?.stageNumber ?? 0);
});

test("an outage that goes on ends the execution after three restarts, and says so", async () => {
  const { advance, execution, now } = await begin();
  for (let count = 0; count <= 3; count++) {
    await advance("wait");
    turns.environments.set(execution.id, CUT_SHORT);
  }
  await advance("done");
  expect(now()).toMatchObject({ status: "failed", errorMessage: expect.stringContaining("no agent was started") });
});
