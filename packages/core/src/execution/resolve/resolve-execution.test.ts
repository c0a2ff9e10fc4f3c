import { beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import { AgentConfig, ProjectBudgets } from "../../agent/agent-config.ts";
import { CatalystError } from "../../catalyst-error.ts";
import { submitTask } from "../../task/submit/submit-task.ts";
import { TaskRequest } from "../../task/submit/task-request.ts";
import type { AgentTask } from "../../task/task.ts";
import { BASE_COMMIT } from "../../testing/index.ts";
import { ASKING, createTurns, type Turns } from "../../testing/play-turns.ts";
import { advanceExecution } from "../advance-execution.ts";
import type { AgentExecution } from "../execution.ts";
import type { Lease } from "../execution-store.ts";

const HEAD = { ref: "refs/heads/main", commit: BASE_COMMIT };
const SETTINGS = ".catalyst/config.yaml";

let turns: Turns;

beforeEach(() => {
  turns = createTurns();
});

async function ask(asked: Partial<z.input<typeof TaskRequest>> = {}): Promise<AgentTask> {
  const request = TaskRequest.parse({
    repository: { kind: "folder", path: "/srv/shop", head: HEAD },
    source: { kind: "prompt", text: "Fix the sum\n\nIt is wrong." },
    ...asked,
  });
  return (await submitTask(request, ASKING.actor, turns.useCases)).task;
}

const own = (task: AgentTask) => turns.executionsOf(task)[0] as AgentExecution;

async function claim({ id: executionId }: AgentExecution): Promise<Lease> {
  return (await turns.deps.executions.claim({ executionId, workerId: "w", leaseSeconds: 15 })) as Lease;
}

/** Takes the task's execution by its first step. */
async function resolve(task: AgentTask, index = 0): Promise<AgentExecution> {
  const execution = turns.executionsOf(task)[index] as AgentExecution;
  const lease = await claim(execution);
  await advanceExecution(lease, turns.deps);
  await turns.deps.executions.release(lease);
  return turns.executionsOf(task)[index] as AgentExecution;
}

function say(settings: unknown): void {
  turns.repositories.files.set(SETTINGS, JSON.stringify(settings));
}

/** The word of the owner of the task's project. */
function ownerSays(task: AgentTask, config: Partial<AgentConfig>): void {
  const projectId = turns.memory.repos.get(task.repoId)?.projectId ?? "";
  const times = { createdAt: new Date(), updatedAt: new Date() };
  const parsed = AgentConfig.parse({ id: projectId, projectId, ...times, ownerKeys: Object.keys(config), ...config });
  turns.memory.configs.set(projectId, parsed);
}

test("what isn't asked for is as the settings at the base say, and what is asked for is as it was asked", async () => {
  say({ defaultAgent: "codex-cli", model: "gpt-5", timeoutMinutes: 7, budgets: { task: { usd: 3 } } });
  const first = await ask();
  expect(await resolve(first)).toMatchObject({
    ...{
      state: "pending",
      agentType: "codex-cli",
      model: "gpt-5",
      baseCommit: BASE_COMMIT,
      settingsCommit: BASE_COMMIT,
    },
    resolution: { settings: { timeoutMinutes: 7 }, credential: { provider: "anthropic", isOfTask: false } },
  });
  expect(turns.now(first)).toMatchObject({
    ...{ agentType: "codex-cli", baseBranch: "main", timeoutSeconds: 420, options: { budget: { usd: 3 } } },
    contextPayload: { title: "Fix the sum", body: "It is wrong." },
  });
  const second = await ask({ agents: [{ agent: "aider", model: null }], timeoutSeconds: 60, branch: "mine" });
  expect(await resolve(second)).toMatchObject({ agentType: "aider", model: null });
  expect(turns.now(second)).toMatchObject({ timeoutSeconds: 60, branch: "mine" });
});

test("who asked from a checkout on no branch is told so", async () => {
  const head = { ref: null, commit: BASE_COMMIT };
  const task = await ask({ repository: { kind: "folder", path: "/srv/shop", head } });
  expect((await resolve(task)).resolution?.notes).toEqual([expect.stringContaining("detached HEAD")]);
});

test("settings that want a plan make the first execution one", async () => {
  say({ requirePlanApproval: true });
  const task = await ask();
  expect((await resolve(task)).purpose).toBe("plan");
  expect(turns.now(task).options.requirePlanApproval).toBe(true);
});

test("all that race are decided on at once, by whoever comes first", async () => {
  const agents = ["claude-code", "codex-cli"].map((agent) => ({ agent, model: null }));
  const task = await ask({ agents, options: { race: { pick: "person" } } });
  await resolve(task, 1);
  expect(turns.executionsOf(task)).toMatchObject([
    { agentType: "claude-code", baseCommit: BASE_COMMIT },
    { agentType: "codex-cli", baseCommit: BASE_COMMIT },
  ]);
  expect(turns.now(task).agentType).toBe("claude-code");
  expect(turns.repositories.looks).toBe(1);
});

test("a race that verify is to decide is refused where there is none", async () => {
  const agents = ["claude-code", "codex-cli"].map((agent) => ({ agent, model: null }));
  const race = { agents, options: { race: { pick: "verify" as const } } };
  const task = await ask(race);
  await turns.runAlone(task);
  await turns.runAlone(task);
  const errorMessage = expect.stringContaining("hooks.verify");
  expect(turns.now(task)).toMatchObject({ status: "refused", errorMessage });
  say({ hooks: { verify: "true" } });
  expect((await resolve(await ask(race))).state).toBe("pending");
});

test("one of a race that can't be had refuses them all", async () => {
  const find = turns.deps.agents.find;
  turns.deps.agents.find = async (id, file) => {
    if (id === "nobody") {
      throw new CatalystError("invalid_input", 'Unknown agent "nobody".');
    }
    return find(id, file);
  };
  const agents = ["claude-code", "nobody"].map((agent) => ({ agent, model: null }));
  const task = await ask({ agents, options: { race: { pick: "person" } } });
  await turns.runAlone(task);
  await turns.runAlone(task);
  expect(turns.now(task)).toMatchObject({ status: "refused", errorMessage: 'Unknown agent "nobody".' });
  expect(turns.environments.requests).toEqual([]);
});

test("a worker that is killed before its decision is stored leaves nothing, and the next one decides", async () => {
  const task = await ask();
  const resolveOf = turns.deps.executions.resolve;
  turns.deps.executions.resolve = async () => {
    throw new Error("killed");
  };
  const lease = await claim(own(task));
  await expect(advanceExecution(lease, turns.deps)).rejects.toThrow("killed");
  expect([own(task).resolution, turns.now(task).branch]).toEqual([null, null]);
  turns.deps.executions.resolve = resolveOf;
  await advanceExecution(lease, turns.deps);
  expect(own(task).resolution).not.toBeNull();
});

test("nothing of the repository's settings is read again once they are decided", async () => {
  say({ hooks: { verify: "npm test" } });
  const task = await ask();
  await resolve(task);
  say({ hooks: { verify: "rm -rf /" }, allowedHosts: ["evil.example"] });
  const looks = turns.repositories.looks;
  await turns.run(task, { head: "c".repeat(40) });
  expect(turns.repositories.looks).toBe(looks);
  expect(JSON.stringify(turns.environments.requests)).toContain("npm test");
  expect(JSON.stringify([turns.environments.requests, turns.memory.grants])).not.toMatch(/evil|rm -rf/);
});

test("of the keys that were brought along, the one that is used stays and the others go at once", async () => {
  const keys = (["anthropic", "openai"] as const).map((provider) => ({
    provider,
    key: "sk-0000000000001234",
    baseUrl: null,
  }));
  turns.deps.credentials = { ...turns.deps.credentials, listUsable: turns.credentialsOf };
  const task = await ask({ keys });
  expect([...turns.memory.credentials.values()]).toHaveLength(2);
  const { resolution } = await resolve(task);
  expect(resolution?.credential).toMatchObject({ provider: "anthropic", hint: "1234", isOfTask: true });
  expect([...turns.memory.credentials.values()].map(({ provider }) => provider)).toEqual(["anthropic"]);
});

test("an unknown agent that nobody asked for is refused with the setting that names it", async () => {
  turns.deps.agents.find = async (id) => {
    throw new CatalystError("not_found", `Unknown agent "${id}".`);
  };
  say({ defaultAgent: "scrpt" });
  const message = expect.stringMatching(/Unknown agent "scrpt"\.\nIt is the defaultAgent of the repository's/);
  expect(await resolve(await ask())).toMatchObject({ state: "refused", refusal: { message } });
  const asked = await resolve(await ask({ agents: [{ agent: "nobody", model: null }] }));
  expect(asked.refusal?.message).toBe('Unknown agent "nobody".');
});

test("a repository's own agent works where a person named it, for all that goes on from there, or where the owner enabled it", async () => {
  say({ defaultAgent: "mine" });
  turns.deps.agents.find = async (id) => ({
    ...{ id, name: id, providers: ["anthropic"], canResume: true },
    owner: id === "mine" ? "project" : "catalyst",
  });
  const unnamed = await ask();
  expect(await resolve(unnamed)).toMatchObject({ state: "refused", refusal: { code: "forbidden" } });
  expect(turns.now(unnamed)).toMatchObject({ status: "refused", failureReason: "not_allowed" });
  const named = await ask({ agents: [{ agent: "mine", model: null }] });
  expect((await resolve(named)).agentType).toBe("mine");
  ownerSays(unnamed, { enabledAgents: ["mine"] });
  expect((await resolve(await ask())).agentType).toBe("mine");
});

test("a branch that can't be made is refused after what is wrong with the settings", async () => {
  turns.repositories.nameProblem = { kind: "name_conflict", ref: "refs/heads/catalyst" };
  expect((await resolve(await ask({ branch: "catalyst" }))).refusal?.message).toContain("can't be made in /srv/shop");
  say({ timoutMinutes: 5 });
  expect((await resolve(await ask({ branch: "catalyst" }))).refusal?.code).toBe("invalid_configuration");
});

function removeKey(): void {
  turns.deps.credentials.get = async () => null;
}

/** By an owner who limits what was spent already. */
function limitBelowSpent(task: AgentTask): void {
  const projectId = turns.memory.repos.get(task.repoId)?.projectId ?? "";
  const budgets = ProjectBudgets.parse({ day: { usd: 2 } });
  ownerSays(task, { budgets });
  turns.memory.budgets.set(projectId, budgets);
  const whose = { id: task.id, executionId: null, taskId: task.id, projectId, gatewayId: task.id, isSettled: true };
  turns.memory.spendings.push({ ...whose, usd: 2.5, tokens: 1, at: turns.memory.now() });
}

test.each<{ what: string; change: (task: AgentTask) => void; failureReason: string; words: RegExp }>([
  { what: "whose key was removed", change: removeKey, failureReason: "credential_missing", words: /removed meanwhile/ },
  {
    what: "whose agent isn't enabled any more",
    change: (task) => ownerSays(task, { enabledAgents: ["aider"] }),
    ...{ failureReason: "not_allowed", words: /doesn't enable/ },
  },
  {
    what: "that should have had a plan by now",
    change: (task) => ownerSays(task, { requirePlanApproval: true }),
    ...{ failureReason: "not_allowed", words: /plans approved/ },
  },
  {
    what: "whose budget was lowered below what is spent",
    change: limitBelowSpent,
    ...{ failureReason: "budget_exceeded", words: /lowered budgets\.day\.usd/ },
  },
])("a result $what while it was made is kept, and not published", async ({ change, failureReason, words }) => {
  const task = await ask();
  await turns.run(task, { head: "c".repeat(40), during: async () => change(task) });
  expect(turns.now(task)).toMatchObject({
    ...{ status: "failed", failureReason, errorMessage: expect.stringMatching(words) },
    resultPayload: { headCommit: "c".repeat(40), publication: { kind: "kept", branch: null } },
  });
  expect(turns.repositories.published.size).toBe(0);
});

test("an owner who holds unverified work by now holds what began before", async () => {
  const task = await ask();
  const config = AgentConfig.parse({
    ...{ id: task.id, projectId: task.id, createdAt: new Date(), updatedAt: new Date() },
    ownerKeys: ["hooks.onVerifyFailure"],
    hooks: { onVerifyFailure: "hold" },
  });
  const during = async () =>
    void turns.memory.configs.set(turns.memory.repos.get(task.repoId)?.projectId ?? "", config);
  const verification = { isPassed: false, attempts: 1, exitCode: 1, output: "no", commit: null };
  const move = turns.deps.executions.move;
  turns.deps.executions.move = (lease, to, patch) =>
    move(lease, to, to === "publishing" ? { ...patch, verification } : patch);
  await turns.run(task, { head: "c".repeat(40), during });
  expect(turns.now(task)).toMatchObject({ status: "failed", failureReason: "verify_failed" });
});

test("folders that are to be checked out alone, and aren't there, are said", async () => {
  turns.repositories.files.set("services/shop/a.js", "");
  say({ sparsePaths: ["services/shop", "nope", "services/none"] });
  const { resolution } = await resolve(await ask());
  expect(resolution?.settings.notes).toEqual([
    { text: expect.stringContaining("sparsePaths: there is no folder nope, services/none at ") },
  ]);
});
