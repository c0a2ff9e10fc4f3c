import type { UsageTotal } from "../../../event/usage-total.ts";
import type { Effort } from "../../../forge/pull-request/describe-effort.ts";
import type { AgentExecution } from "../../execution.ts";
import type { Step } from "../../step.ts";

const CONNECT = "CONNECT ";
/** Of one execution: so many tell which hosts a project may want to allow. */
const MAX_BLOCKED = 20;
/** The highest number that an event has. */
const LAST = 2 ** 31 - 1;

/** What all executions of the task took until now, and the hosts that were refused to them. */
export async function readEffort({ task, deps }: Step): Promise<Effort> {
  const executions = await deps.executions.listForTask(task.id);
  const usages = await Promise.all(executions.map(({ id }) => deps.events.totalUsage(id)));
  const hosts: string[] = [];
  for (const { id } of executions) {
    hosts.push(...(await listBlocked(id, deps)));
  }
  const milliseconds = executions.reduce((total, one) => total + timeOf(one, deps.now()), 0);
  return { milliseconds, usd: costOf(usages), blockedHosts: [...new Set(hosts)] };
}

/** That it waited for its place, or for a person, isn't its time. */
function timeOf({ placedAt, endedAt }: AgentExecution, now: Date): number {
  return placedAt === null ? 0 : Math.max(0, (endedAt ?? now).getTime() - placedAt.getTime());
}

/** null: nothing was asked of a model, or its price isn't known. */
function costOf(usages: readonly UsageTotal[]): number | null {
  const asked = usages.filter(({ requests }) => requests > 0);
  const costs = asked.flatMap(({ costUsd }) => (costUsd === null ? [] : [costUsd]));
  return asked.length === 0 || costs.length < asked.length ? null : costs.reduce((total, one) => total + one, 0);
}

async function listBlocked(executionId: string, { events }: Step["deps"]): Promise<string[]> {
  const sought = { executionId, text: CONNECT, types: ["blocked"], afterNumber: 0, upToNumber: LAST };
  const { numbers } = await events.find({ ...sought, limit: MAX_BLOCKED });
  const found = await Promise.all(numbers.map((one) => events.list({ executionId, afterNumber: one - 1, limit: 1 })));
  return found.flat().flatMap(({ body }) =>
    // By another port than the usual one it is another host.
    body.type === "blocked" && body.action.startsWith(CONNECT)
      ? [body.action.slice(CONNECT.length).replace(/:443$/, "")]
      : [],
  );
}
