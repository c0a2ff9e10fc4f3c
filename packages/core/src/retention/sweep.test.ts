import { beforeEach, expect, test } from "vitest";
import { ASKED_NOTHING } from "../execution/asked-execution.ts";
import type { AgentExecution } from "../execution/execution.ts";
import type { AgentTask, TaskResult } from "../task/task.ts";
import { createTurns, type Turns } from "../testing/play-turns.ts";
import { memoryRepoStore } from "../testing/stores/accounts/memory-repo-store.ts";
import { memoryExecutionStore } from "../testing/stores/executions/memory-execution-store.ts";
import { OWNER } from "../testing/stores/memory.ts";
import { memoryRetentionStore } from "../testing/stores/memory-retention-store.ts";
import type { DiskStore } from "./disk-store.ts";
import { type KeptKind, RetentionVariables, retentionOf } from "./retention.ts";
import { type Swept, sweep } from "./sweep.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import { sweepLeftovers } from "./sweep-leftovers.ts";

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date("2026-06-01T12:00:00Z");
const RETENTION = retentionOf({});
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);

let turns: Turns;
let mirrors: Map<string, Date>;
let agents: Map<string, Date>;
let deps: SweepDeps;
let failures: KeptKind[];

beforeEach(() => {
  turns = createTurns();
  mirrors = new Map();
  agents = new Map();
  failures = [];
  const { memory, environments, repositories } = turns;
  deps = {
    retained: memoryRetentionStore(memory),
    executions: memoryExecutionStore(memory),
    ...{ environments, repositories, repos: memoryRepoStore(memory) },
    mirrors: diskOf(mirrors),
    setups: diskOf(new Map()),
    agents: diskOf(agents),
    isCurrentAgent: async (installed) => installed === "claude-code/2.0.0",
    now: () => NOW,
    signal: new AbortController().signal,
    onFailure: (kind) => failures.push(kind),
  };
});

function diskOf(things: Map<string, Date>): DiskStore {
  return {
    list: async () => [...things].map(([id, usedAt]) => ({ id, usedAt })),
    remove: async (id) => things.delete(id),
  };
}

/** A task that failed and whose commits are kept, so many days ago. */
async function keepResult(days: number): Promise<{ task: AgentTask; execution: AgentExecution }> {
  const task = await turns.submit({});
  await turns.run(task, { head: "c".repeat(40), findings: [{ rule: "secret", path: "a", detail: "a key" }] });
  const [execution] = turns.executionsOf(task) as [AgentExecution];
  turns.memory.executions.set(execution.id, { ...execution, endedAt: daysAgo(days) });
  return { task, execution };
}

const resultOf = (task: AgentTask) => turns.now(task).resultPayload as TaskResult;
const sweepAll = (kinds?: KeptKind[]): Promise<Swept> => sweep({ retention: RETENTION, kinds }, deps);

test("a kept result goes after its time, when it went is noted, and what it says in words stays", async () => {
  const young = await keepResult(RETENTION.results - 1);
  const old = await keepResult(RETENTION.results + 1);
  expect((await sweepAll()).results).toBe(1);
  expect(turns.repositories.keptResults).toEqual(new Set([young.execution.id]));
  expect(resultOf(young.task)).toMatchObject({ removedAt: null });
  expect(resultOf(old.task)).toMatchObject({
    publication: { kind: "nothing" },
    removedAt: NOW,
    headCommit: "c".repeat(40),
  });
  expect(resultOf(old.task).findings).toHaveLength(1);
  expect((await sweepAll()).results).toBe(0);
});

test("a result that a further execution of its task may need stays, however old it is", async () => {
  const { task, execution } = await keepResult(RETENTION.results + 1);
  const further = { environmentNamespace: execution.environmentNamespace, askedBy: OWNER, asked: ASKED_NOTHING };
  await turns.useCases.tasks.continue({
    taskId: task.id,
    from: ["failed"],
    execution: { ...further, id: crypto.randomUUID(), taskId: task.id, purpose: "work", continuesId: execution.id },
    credentials: [],
    patch: {},
    actor: OWNER,
    changes: [],
  });
  expect((await sweepAll()).results).toBe(0);
  expect(turns.repositories.keptResults.size).toBe(1);
});

test("a sweep that was killed between the note and the removal is made good by the next one", async () => {
  const { execution } = await keepResult(RETENTION.results + 1);
  await deps.retained.forgetKept(execution.id, NOW);
  expect(turns.repositories.keptResults.size).toBe(1);
  await sweepAll();
  expect(turns.repositories.keptResults.size).toBe(0);
});

test("an execution that failed without having pushed leaves no quarantine, even if its worker died before it could remove it", async () => {
  const task = await turns.submit({});
  await turns.run(task, { head: null, outcome: "failed" });
  const [{ id }] = turns.executionsOf(task) as [AgentExecution];
  turns.repositories.quarantines.add(id);
  turns.environments.set(id, { kind: "running", facts: [] });
  expect(await sweepLeftovers(daysAgo(RETENTION.quarantines), deps)).toBe(1);
  expect(turns.repositories.quarantines.size).toBe(0);
  expect(await turns.environments.list()).toEqual([]);
});

test("pushed work that nobody took stays for its time, and goes then", async () => {
  const task = await turns.submit({});
  await turns.run(task, { head: null, outcome: "failed" });
  const [execution] = turns.executionsOf(task) as [AgentExecution];
  turns.repositories.quarantines.add(execution.id);
  turns.repositories.pushed.add(execution.id);
  turns.memory.executions.set(execution.id, { ...execution, endedAt: daysAgo(RETENTION.quarantines - 1) });
  expect((await sweepAll()).quarantines).toBe(0);
  turns.memory.executions.set(execution.id, { ...execution, endedAt: daysAgo(RETENTION.quarantines + 1) });
  expect((await sweepAll()).quarantines).toBe(1);
});

test("nothing of an unfinished execution is swept", async () => {
  const task = await turns.submit({});
  const [{ id }] = turns.executionsOf(task) as [AgentExecution];
  turns.repositories.quarantines.add(id);
  turns.environments.set(id, { kind: "running", facts: [] });
  mirrors.set(task.repoId, daysAgo(400));
  agents.set("claude-code/1.0.0", daysAgo(400));
  await sweepAll();
  expect(turns.repositories.quarantines.size).toBe(1);
  expect(await turns.environments.list()).toEqual([id]);
  expect(mirrors.size).toBe(1);
  expect(agents.size).toBe(1);
});

test("mirrors and versions of agents that nobody used for long go; those that are the registry's current stay", async () => {
  mirrors.set("old", daysAgo(RETENTION.mirrors + 1)).set("young", daysAgo(RETENTION.mirrors - 1));
  agents.set("claude-code/1.0.0", daysAgo(400)).set("claude-code/2.0.0", daysAgo(400));
  agents.set("aider/0.1.0", daysAgo(RETENTION.agents - 1));
  expect(await sweepAll()).toMatchObject({ mirrors: 1, agents: 1 });
  expect([...mirrors.keys()]).toEqual(["young"]);
  expect([...agents.keys()]).toEqual(["claude-code/2.0.0", "aider/0.1.0"]);
});

test("sessions and transcripts go after their time, and what tells an execution's course and cost stays", async () => {
  const { execution } = await keepResult(RETENTION.events + 1);
  const event = { executionId: execution.id, source: "worker" } as const;
  await turns.deps.events.record({ ...event, body: { type: "log", stream: "system", text: "Hello." } });
  expect(await sweepAll()).toMatchObject({ sessions: 1, events: 1 });
  expect(turns.memory.sessions.size).toBe(0);
  expect(turns.memory.events.map(({ body }) => body.type)).toContain("agent_ended");
  expect(turns.memory.executions.get(execution.id)?.logRemovedAt).not.toBeNull();
});

test("a result's ref goes 30 days after its end once it isn't needed, and after 180 days in any case", async () => {
  const [first, second] = ["c".repeat(40), "d".repeat(40)];
  const dropped = await turns.submit({});
  await turns.run(dropped, { head: first });
  const kept = await turns.submit({});
  await turns.run(kept, { head: second, outcome: "failed" });
  turns.repositories.published.clear();
  const refsAfter = async (days: number) => {
    const now = new Date(Date.now() + days * DAY);
    await sweep({ retention: RETENTION, kinds: ["refs"] }, { ...deps, now: () => now });
    return [...turns.repositories.refs.values()];
  };
  expect(await refsAfter(29)).toEqual([first, second]);
  expect(await refsAfter(31)).toEqual([first]);
  expect(resultOf(kept)).toMatchObject({ ref: null, publication: { kind: "kept" } });
  expect(await refsAfter(179)).toEqual([first]);
  expect(await refsAfter(181)).toEqual([]);
});

test("what fails for one kind is told and doesn't keep the others, and a sweep that is told to stop ends", async () => {
  deps.mirrors.list = async () => {
    throw new Error("a broken disk");
  };
  agents.set("aider/0.1.0", daysAgo(400));
  expect(await sweepAll()).toMatchObject({ mirrors: 0, agents: 1 });
  expect(failures).toEqual(["mirrors"]);
  agents.set("aider/0.1.0", daysAgo(400));
  await sweep({ retention: RETENTION }, { ...deps, signal: AbortSignal.abort() });
  expect(agents.size).toBe(1);
});

test("a variable says another number of days, and a wrong one is named", () => {
  expect(retentionOf({ CATALYST_KEEP_RESULTS_DAYS: "7" })).toMatchObject({ results: 7, mirrors: 30 });
  const parsed = RetentionVariables.safeParse({ CATALYST_KEEP_EVENTS_DAYS: "never" });
  expect(parsed.error?.issues[0]).toMatchObject({ path: ["CATALYST_KEEP_EVENTS_DAYS"] });
});
