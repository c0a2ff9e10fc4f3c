import { beforeEach, expect, test } from "vitest";
import { AgentConfig } from "../agent/agent-config.ts";
import { approvePlan, rejectPlan } from "../task/act/decide-plan.ts";
import { retryTask } from "../task/act/retry-task.ts";
import { sendMessage } from "../task/act/send-message.ts";
import type { AskedAgent } from "../task/submit/asked-work.ts";
import type { AgentTask } from "../task/task.ts";
import { BASE_COMMIT, type Memory, type MemoryEnvironments, type MemoryRepositories } from "../testing/index.ts";
import { ASKING, createTurns, type PlayedWork, type Turns } from "../testing/play-turns.ts";
import type { AgentExecution } from "./execution.ts";

const CODEX: AskedAgent = { agent: "codex-cli", model: null };

let memory: Memory;
let environments: MemoryEnvironments;
let repositories: MemoryRepositories;
let useCases: Turns["useCases"];
let submit: Turns["submit"];
let now: Turns["now"];
let executionsOf: Turns["executionsOf"];
let unfinished: Turns["unfinished"];
let run: Turns["run"];
let runAlone: Turns["runAlone"];
let deps: Turns["deps"];
let listUsable: Turns["deps"]["credentials"]["listUsable"];

beforeEach(() => {
  const turns = createTurns();
  ({ memory, environments, repositories, useCases, deps } = turns);
  ({ submit, now, executionsOf, unfinished, run, runAlone } = turns);
  listUsable = deps.credentials.listUsable;
});

test("a task that wants a plan waits with it, holds no environment, and may push nothing meanwhile", async () => {
  const task = await submit({ requirePlanApproval: true });
  const job = await run(task, { head: null, summary: "1. Turn the sign" });
  expect(job.agent.purpose).toBe("plan");
  expect(memory.grants.at(-1)?.branch).toBeNull();
  expect(now(task)).toMatchObject({
    status: "awaiting_approval",
    completedAt: null,
    plan: { markdown: "1. Turn the sign", approvedAt: null },
  });
  expect(unfinished(task)).toEqual([]);
  expect(await environments.list()).toEqual([]);
});

test("the CLI's own plan comes before the agent's last words, and no plan at all is a failure", async () => {
  const first = await submit({ requirePlanApproval: true });
  await run(first, { head: null, summary: "I made a plan.", events: [{ type: "plan", markdown: "# Plan" }] });
  expect(now(first).plan?.markdown).toBe("# Plan");
  const second = await submit({ requirePlanApproval: true });
  await run(second, { head: null, summary: " " });
  expect(now(second)).toMatchObject({ status: "failed", failureReason: "agent_failed" });
});

test("the approved plan is told to the agent in its own session, and the work begins where the plan was made", async () => {
  const task = await submit({ requirePlanApproval: true });
  await run(task, { head: null, summary: "1. Turn the sign" });
  repositories.base = { name: "main", commit: "e".repeat(40) };
  await approvePlan({ ...ASKING, task: now(task), markdown: "1. Turn the sign\n2. Test it" }, useCases);
  const job = await run(task, { head: "c".repeat(40) });
  expect(job.agent).toMatchObject({ purpose: "work", resumeSessionId: "session-of-claude-code" });
  expect(job.prompt).toContain("A person changed this plan and approved it");
  expect(job.prompt).toContain("2. Test it");
  expect(job.repository.baseCommit).toBe(BASE_COMMIT);
  expect(now(task)).toMatchObject({ status: "completed", plan: { isEdited: true } });
});

test("a plan that is rejected is made anew with the feedback", async () => {
  const task = await submit({ requirePlanApproval: true });
  await run(task, { head: null, summary: "1. Delete everything" });
  await rejectPlan({ ...ASKING, task: now(task), feedback: "Delete nothing" }, useCases);
  expect(now(task)).toMatchObject({ status: "pending", plan: null });
  const job = await run(task, { head: null, summary: "1. Turn the sign" });
  expect(job.agent.purpose).toBe("plan");
  expect(job.prompt).toContain("Delete nothing");
  expect(now(task)).toMatchObject({ status: "awaiting_approval", plan: { markdown: "1. Turn the sign" } });
});

test("only a plan that waits can be decided on, and a task that waits for that takes no message", async () => {
  const task = await submit({ requirePlanApproval: true });
  await expect(approvePlan({ ...ASKING, task, markdown: null }, useCases)).rejects.toMatchObject({
    code: "conflict",
  });
  await run(task, { head: null, summary: "1. Turn the sign" });
  const message = { ...ASKING, task: now(task), text: "And the docs" };
  await expect(sendMessage(message, useCases)).rejects.toMatchObject({ way: { kind: "decide_plan" } });
  await expect(rejectPlan({ ...ASKING, task: now(task), feedback: " " }, useCases)).rejects.toThrow("no feedback");
  await expect(approvePlan({ ...ASKING, task: now(task), markdown: " " }, useCases)).rejects.toThrow("empty");
});

test("a follow-up goes on from the branch as it is now, in the agent's own session, and moves the branch on", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40) });
  repositories.published.set(String(now(task).branch), "d".repeat(40));
  const sent = await sendMessage({ ...ASKING, task: now(task), text: "Also update the docs" }, useCases);
  expect(sent.kind).toBe("started");
  const job = await run(task, { head: "f".repeat(40) });
  expect(job.repository.baseCommit).toBe("d".repeat(40));
  expect(job.agent.resumeSessionId).toBe("session-of-claude-code");
  expect(job.prompt).toBe("# What is asked of you now\n\nAlso update the docs");
  expect(repositories.published.get(String(now(task).branch))).toBe("f".repeat(40));
});

test("a follow-up that failed is gone on from, and the branch that was published before moves on", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40) });
  const say = async (text: string) => {
    await sendMessage({ ...ASKING, task: now(task), text }, useCases);
  };
  await say("Also update the docs");
  await run(task, { head: "d".repeat(40), outcome: "failed" });
  expect(now(task).status).toBe("failed");
  expect(repositories.published.get(String(now(task).branch))).toBe("c".repeat(40));
  await say("Try again");
  const job = await run(task, { head: "e".repeat(40) });
  expect(job.repository.baseCommit).toBe("d".repeat(40));
  expect(repositories.published.get(String(now(task).branch))).toBe("e".repeat(40));
});

test("what the same request says again begins one turn: also where its maker died before the turn began, or after it ended", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40) });
  const say = () =>
    sendMessage({ ...ASKING, task: now(task), text: "Also update the docs", onceId: "of the request" }, useCases);
  const said = { text: "Also update the docs", onceId: "of the request" };
  await deps.messages.add(task.id, said, ASKING.actor);
  expect(await say()).toMatchObject({ kind: "started" });
  await run(task, { head: "d".repeat(40) });
  expect(await say()).toMatchObject({ kind: "queued", task: { status: "completed" } });
  expect(executionsOf(task)).toHaveLength(2);
});

test("an agent without its session is told the whole task and what happened so far", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40), summary: "Turned the sign." });
  memory.sessions.clear();
  await sendMessage({ ...ASKING, task: now(task), text: "Also update the docs" }, useCases);
  const job = await run(task, { head: "f".repeat(40) });
  expect(job.agent.resumeSessionId).toBeNull();
  for (const part of ["Fix the sum", "Turned the sign.", "Also update the docs"]) {
    expect(job.prompt).toContain(part);
  }
});

test("what is said while the agent works gets a turn of its own when it is done", async () => {
  const task = await submit({});
  const say = (text: string) => sendMessage({ ...ASKING, task, text }, useCases);
  expect((await say("Use tabs")).kind).toBe("queued");
  const first = await run(task, { head: "c".repeat(40), during: async () => void (await say("Also update the docs")) });
  expect(first.prompt).toContain("Use tabs");
  expect(now(task).status).toBe("pending");
  const second = await run(task, { head: "d".repeat(40) });
  expect(second.prompt).toBe("# What is asked of you now\n\nAlso update the docs");
  expect(now(task).status).toBe("completed");
  expect(executionsOf(task)).toHaveLength(2);
});

test("more than an agent can be told is refused, and what waits is told all the same", async () => {
  const task = await submit({});
  const say = (text: string) => sendMessage({ ...ASKING, task, text }, useCases);
  const during = async () => {
    for (let count = 0; count < 100; count++) {
      await say(`message ${count}`);
    }
    await expect(say("one too many")).rejects.toMatchObject({ code: "conflict", way: { kind: "see_task" } });
  };
  await run(task, { head: "c".repeat(40), during });
  const job = await run(task, { head: "d".repeat(40) });
  expect(job.prompt).toContain("message 99");
  expect(job.prompt).not.toContain("one too many");
});

test("of two messages to a task that is done, sent at once, one begins the turn and the other is told in it", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40) });
  const done = now(task);
  const sent = await Promise.all(["one", "two"].map((text) => sendMessage({ ...ASKING, task: done, text }, useCases)));
  expect(sent.map(({ kind }) => kind).toSorted()).toEqual(["queued", "started"]);
  expect(executionsOf(task)).toHaveLength(2);
  const job = await run(task, { head: "d".repeat(40) });
  expect(job.prompt).toContain("one");
  expect(job.prompt).toContain("two");
});

test("what is said of a task that has ended since it was looked at begins a turn, and doesn't wait for ever", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40) });
  const sent = await sendMessage({ ...ASKING, task, text: "Also update the docs" }, useCases);
  expect(sent).toMatchObject({ kind: "started", task: { status: "pending" } });
  const job = await run(task, { head: "d".repeat(40) });
  expect(job.prompt).toBe("# What is asked of you now\n\nAlso update the docs");
  expect(executionsOf(task)[1]?.continuesId).toBe(executionsOf(task)[0]?.id);
});

test("a sender whose further turn is refused is told that the message is kept, and it goes with the next", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40) });
  const before = now(task);
  deps.credentials.listUsable = async () => [];
  await sendMessage({ ...ASKING, task: before, text: "Also update the docs" }, useCases);
  await runAlone(task);
  expect(executionsOf(task)[1]).toMatchObject({
    state: "refused",
    refusal: {
      code: "credential_missing",
      message: expect.stringMatching(/^No credential .* Your message is kept and goes with the task's next turn\.$/),
    },
  });
  expect(now(task)).toEqual(before);
  deps.credentials.listUsable = listUsable;
  await sendMessage({ ...ASKING, task: now(task), text: "Now" }, useCases);
  expect((await run(task, { head: "d".repeat(40) })).prompt).toContain("Also update the docs");
});

test.each<[string, (task: AgentTask) => Promise<unknown>]>([
  ["a message", (task) => sendMessage({ ...ASKING, task, text: "Also update the docs" }, useCases)],
  ["a retry", (task) => retryTask({ ...ASKING, task, agent: null }, useCases)],
])("an agent that isn't enabled any more gets no turn by %s, and its task is what it was", async (_what, act) => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40), outcome: "failed" });
  const before = now(task);
  enable(task, ["codex-cli"]);
  await act(before);
  await runAlone(task);
  expect(executionsOf(task)[1]).toMatchObject({ state: "refused", refusal: { code: "forbidden" } });
  expect(now(task)).toEqual(before);
  expect(environments.requests).toHaveLength(1);
});

/** The project's owner says which agents may work. */
function enable({ repoId }: AgentTask, enabledAgents: string[]): void {
  const projectId = memory.repos.get(repoId)?.projectId ?? "";
  const times = { createdAt: new Date(), updatedAt: new Date() };
  const config = { id: projectId, projectId, ownerKeys: ["enabledAgents"], enabledAgents, ...times };
  memory.configs.set(projectId, AgentConfig.parse(config));
}

test("a plan whose approval is refused waits again, with the words that a person gave it", async () => {
  const task = await submit({ requirePlanApproval: true });
  await run(task, { head: null, summary: "1. Turn the sign" });
  deps.credentials.listUsable = async () => [];
  await approvePlan({ ...ASKING, task: now(task), markdown: "1. Turn it twice" }, useCases);
  await runAlone(task);
  expect(now(task)).toMatchObject({
    status: "awaiting_approval",
    plan: { markdown: "1. Turn it twice", isEdited: true, approvedAt: null },
  });
});

test("what is said while a plan comes to its end waits for what is decided on it", async () => {
  const task = await submit({ requirePlanApproval: true });
  await run(task, { head: null, summary: "1. Turn the sign" });
  const sent = await sendMessage({ ...ASKING, task, text: "And the docs" }, useCases);
  expect(sent).toMatchObject({ kind: "queued", task: { status: "awaiting_approval" } });
  await approvePlan({ ...ASKING, task: now(task), markdown: null }, useCases);
  expect((await run(task, { head: "c".repeat(40) })).prompt).toContain("And the docs");
});

test("a retry with another agent and time starts afresh, without the other one's session", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40) });
  memory.tasks.set(task.id, { ...now(task), status: "failed" });
  repositories.published.clear();
  await retryTask({ ...ASKING, task: now(task), agent: CODEX, timeoutSeconds: 7200 }, useCases);
  const job = await run(task, { head: "d".repeat(40) });
  expect(job.agent).toMatchObject({ id: "codex-cli", resumeSessionId: null });
  expect(now(task)).toMatchObject({ agentType: "codex-cli", status: "completed", timeoutSeconds: 7200 });
});

test.each<[string, PlayedWork]>([
  ["it left nothing", { head: null, outcome: "failed", summary: "The tests need a database." }],
  ["its work is kept", { head: "c".repeat(40), outcome: "failed", summary: "The tests need a database." }],
])(
  "what an agent said at its end is kept when it failed, though %s, and told to the one that goes on",
  async (_what, work) => {
    const task = await submit({});
    await run(task, work);
    expect(now(task)).toMatchObject({ status: "failed", resultPayload: { summary: "The tests need a database." } });
    memory.sessions.clear();
    await sendMessage({ ...ASKING, task: now(task), text: "There is one by now" }, useCases);
    expect((await run(task, { head: "d".repeat(40) })).prompt).toContain("The tests need a database.");
  },
);

test("how work was verified is told to the agent that goes on from it without a session", async () => {
  const task = await submit({});
  await run(task, { head: "c".repeat(40), summary: "Done." });
  const [execution] = executionsOf(task) as [AgentExecution];
  const verification = { isPassed: false, attempts: 2, exitCode: 1, output: "1 test failed", commit: null };
  memory.executions.set(execution.id, { ...execution, verification });
  memory.sessions.clear();
  await sendMessage({ ...ASKING, task: now(task), text: "Mend that" }, useCases);
  const { prompt } = await run(task, { head: "d".repeat(40) });
  expect(prompt).toMatch(/ran 2 times and still fails \(exit code 1\)[\s\S]*1 test failed/);
});
