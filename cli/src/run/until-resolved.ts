import { type AgentExecution, type AgentTask, CatalystError } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import type { Stores } from "../open-stores.ts";
import { createNews } from "./news.ts";
import { watchServices } from "./watch-services.ts";

/** Everything is announced; this is for an announcement that never came. */
const LOOK_MILLISECONDS = 400;

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
  const news = createNews();
  const onTick = watchServices(config, context);
  const onChange = (changed: string | null) => (changed === null || changed === task.id) && news.ring();
  const stop = await stores.changes.subscribe(onChange);
  const until = seconds === null ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;
  try {
    while (!context.interrupted.aborted && Date.now() < until) {
      const executions = await listNewest(task, stores);
      refuse(executions);
      if (executions.every(({ resolution, endedAt }) => resolution !== null || endedAt !== null)) {
        return { task: (await stores.tasks.get(task.id)) ?? task, executions };
      }
      await onTick(task);
      await news.wait(LOOK_MILLISECONDS);
    }
    return null;
  } finally {
    stop();
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
      throw new CatalystError(refusal.code, refusal.message, { way: refusal.way });
    }
  }
}
