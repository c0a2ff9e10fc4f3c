import type { AccountStore } from "../account/account-store.ts";
import { personOf } from "../account/actor.ts";
import { nameActor } from "../account/name-actor.ts";
import type { BudgetStore } from "../budget/budget-store.ts";
import type { EventStore } from "../event/event.ts";
import { NO_USAGE, type UsageTotal } from "../event/usage-total.ts";
import type { AgentExecution } from "../execution/execution.ts";
import type { ExecutionQueue } from "../execution/execution-queue.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import type { MessageChecks } from "../task/message-checks.ts";
import type { MessageStore } from "../task/message-store.ts";
import { findWaiting } from "../task/read/find-waiting.ts";
import type { AgentTask } from "../task/task.ts";
import type { TriggerStore } from "../trigger/hear/trigger-store.ts";
import { lastStepsOf } from "./text/last-steps.ts";
import { listCourse } from "./text/list-course.ts";
import type { Named, StatusFacts } from "./text/status-facts.ts";

/** Of what an agent did, so much is looked at for what it did last. */
export const LATEST_EVENTS = 40;

export interface GatherFactsDeps {
  executions: Pick<ExecutionStore, "listForTask">;
  events: Pick<EventStore, "listOfStages" | "listLatest" | "totalUsage">;
  budgets: Pick<BudgetStore, "spent">;
  queue: Pick<ExecutionQueue, "listWaiting">;
  accounts: Pick<AccountStore, "getSignOff" | "getUser">;
  messages: Pick<MessageStore, "listDelivered" | "listUndelivered">;
  triggers: Pick<TriggerStore, "listPushers">;
  publicUrl: string | null;
}

/** What is known of a task now, for the comment that tells of it. */
export async function gatherFacts(task: AgentTask, deps: GatherFactsDeps): Promise<StatusFacts> {
  const executions = await deps.executions.listForTask(task.id);
  const newest = executions.at(-1) ?? null;
  const [waiting, spending, usage] = await Promise.all([
    findWaiting([task], deps.queue),
    deps.budgets.spent(task.id),
    totalUsage(executions, deps),
  ]);
  const limit = spending.limits.find(({ scope, unit }) => scope === "task" && unit === "usd");
  const agentType = newest?.agentType ?? task.agentType;
  return {
    task,
    agent: agentType === null ? null : { id: agentType, model: newest?.model ?? null },
    requester: newest === null ? null : await nameRequester(newest, deps),
    checks: await findChecks(task, newest, deps),
    isOnOthers: newest !== null && isOnOthers(newest, executions),
    pushers: await listPushers(newest, deps),
    payer: newest?.resolution?.credential?.payer ?? null,
    refusal: task.status === "refused" ? null : (newest?.refusal ?? null),
    dco: newest?.resolution?.settings.github.dco ?? "none",
    isSignedOff: await isSignedOff(executions, deps),
    publicUrl: deps.publicUrl,
    before: waiting.get(task.id)?.before ?? null,
    startedAt: newest?.placedAt ?? null,
    endedAt: newest?.endedAt ?? null,
    usage,
    budgetUsd: limit?.limit ?? null,
    ...(newest === null ? { course: [], lastSteps: [] } : await readCourse(task, newest, deps)),
  };
}

async function listPushers(newest: AgentExecution | null, { triggers }: GatherFactsDeps): Promise<string[]> {
  return newest === null ? [] : triggers.listPushers({ taskId: newest.taskId, since: newest.startedAt });
}

/** Whoever asked for the newest work has agreed that what they ask for is signed off in their name. */
async function isSignedOff(executions: readonly AgentExecution[], { accounts }: GatherFactsDeps): Promise<boolean> {
  const asked = executions.findLast(({ purpose }) => purpose !== "publish")?.askedBy;
  const userId = asked === undefined ? null : personOf(asked);
  return userId !== null && (await accounts.getSignOff(userId)) !== null;
}

/** A further turn begins where the branch is, whoever pushed there last. */
function isOnOthers({ continuesId, startCommit, baseCommit }: AgentExecution, all: readonly AgentExecution[]): boolean {
  const own = [baseCommit, ...all.flatMap(({ commitsProduced, headCommit }) => [...commitsProduced, headCommit])];
  return continuesId !== null && startCommit !== null && !own.includes(startCommit);
}

/** Of what it begins with, or will. */
async function findChecks(
  { id }: AgentTask,
  newest: AgentExecution | null,
  { messages }: GatherFactsDeps,
): Promise<MessageChecks | null> {
  const told = newest === null ? [] : await messages.listDelivered(newest.id);
  const said = told.length === 0 ? await messages.listUndelivered(id) : told;
  return said.findLast(({ checks }) => checks !== null)?.checks ?? null;
}

async function readCourse(
  task: AgentTask,
  { id, resolution }: AgentExecution,
  { events }: GatherFactsDeps,
): Promise<Pick<StatusFacts, "course" | "lastSteps">> {
  const [stages, latest] = await Promise.all([
    events.listOfStages(id),
    events.listLatest({ executionId: id, limit: LATEST_EVENTS }),
  ]);
  const { setup, verify } = resolution?.settings.hooks ?? { setup: null, verify: null };
  const hooks = { setup: setup !== null, verify: verify !== null };
  return { course: listCourse({ task, stages, hooks }), lastSteps: lastStepsOf(latest) };
}

async function totalUsage(executions: readonly AgentExecution[], { events }: GatherFactsDeps): Promise<UsageTotal> {
  const totals = await Promise.all(executions.map(({ id }) => events.totalUsage(id)));
  return totals.reduce(addUsage, NO_USAGE);
}

function addUsage(a: UsageTotal, b: UsageTotal): UsageTotal {
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
    isAtMost: a.isAtMost || b.isAtMost,
    isCovered: a.isCovered || b.isCovered,
  };
}

async function nameRequester({ askedBy }: AgentExecution, deps: GatherFactsDeps): Promise<Named | null> {
  return askedBy.kind === "system"
    ? null
    : { name: await nameActor(askedBy, deps), isOfForge: askedBy.kind === "forge_account" };
}
