import { setTimeout as wait } from "node:timers/promises";
import { type AgentExecution, type AgentTask, CatalystError } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import type { Stores } from "../open-stores.ts";
import { watchServices } from "./watch-services.ts";

const POLL_MILLISECONDS = 100;

export interface UntilResolvedInput {
  task: AgentTask;
  config: CliConfig;
  /** Gives up waiting, and nothing else; null: as long as it takes. */
  seconds: number | null;
}

/** What the task's newest execution, or all that race, are to work with. */
export interface ResolvedRun {
  task: AgentTask;
  executions: AgentExecution[];
}

/**
 * Waits until it is decided what a task's newest execution works with. null: the user interrupted, or it took too long. Throws
 * what it was refused with.
 */
export async function untilResolved(
  { task, config, seconds }: UntilResolvedInput,
  stores: Stores,
  context: CliContext,
): Promise<ResolvedRun | null> {
  const bell = new AbortController();
  const onTick = watchServices(config, context);
  const stops = await Promise.all(
    (await listNewest(task, stores)).map(({ id }) => stores.events.watch(id, () => bell.abort())),
  );
  const until = seconds === null ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;
  try {
    while (!context.interrupted.aborted && Date.now() < until) {
      const executions = await listNewest(task, stores);
      refuse(executions);
      if (executions.every(({ resolution, endedAt }) => resolution !== null || endedAt !== null)) {
        return { task: (await stores.tasks.get(task.id)) ?? task, executions };
      }
      await onTick(task);
      await wait(POLL_MILLISECONDS, undefined, { signal: bell.signal }).catch(() => undefined);
    }
    return null;
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
}

/** All of a race; else the last. */
async function listNewest({ id, options }: AgentTask, { executions }: Pick<Stores, "executions">) {
  const all = await executions.listForTask(id);
  return options.race === null ? all.slice(-1) : all;
}

function refuse(executions: readonly AgentExecution[]): void {
  for (const { refusal } of executions) {
    if (refusal !== null) {
      throw new CatalystError(refusal.code, refusal.message);
    }
  }
}
