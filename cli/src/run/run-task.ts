import { type AgentTask, type AskedAgent, type AskedWork, CatalystError, submitTask } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, withStores } from "../open-stores.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { announce, announceTask, leaveDetached, sayStarting } from "./announce.ts";
import { askFor } from "./ask-for.ts";
import { doorOf } from "./door.ts";
import { seeThrough } from "./see-through.ts";
import { untilResolved } from "./until-resolved.ts";

/** A detached task is left once it is told what was decided on, or after this. */
const DETACHED_SECONDS = 15;

export type RunSource =
  | { kind: "prompt"; text: string }
  | { kind: "issue"; markdown: string; path: string }
  | { kind: "review"; head: string; text: string };

export interface RunTaskInput {
  source: RunSource;
  repo: string;
  /** Several race on the task. */
  agents: AskedAgent[];
  options: AskedWork["options"];
  base: string | null;
  /** The person vouches for the base: its own settings count, and its files run with secrets. */
  isBaseTrusted: boolean;
  branch: string | null;
  timeoutSeconds: number | null;
  isJson: boolean;
  isDetached: boolean;
}

/** The whole of `catalyst run`: from what the user asked to what came of it. */
export async function runTask(input: RunTaskInput, context: CliContext): Promise<AgentTask> {
  const config = await context.readConfig();
  const request = await askFor(input, context);
  return withStores(context, async (stores) => {
    const actor = await findActor(stores);
    if (context.interrupted.aborted) {
      throw new CatalystError("cancelled", "Nothing was started.");
    }
    const { task } = await submitTask(request, actor, doorOf(stores));
    const started = await ensureUp(config);
    if (started === "started" && !input.isDetached) {
      sayStarting(context);
    }
    const seconds = input.isDetached ? DETACHED_SECONDS : null;
    const resolved = await untilResolved({ task, config, seconds }, stores, context);
    const repository = await stores.repos.get(task.repoId);
    if (resolved === null || repository === null) {
      announceTask(task, context);
    } else {
      announce(resolved, { repository, config }, context);
    }
    const now = resolved?.task ?? task;
    if (input.isDetached) {
      return leaveDetached(now, input.isJson, context);
    }
    const place = repository ?? { vcs: "local" as const, url: "" };
    return seeThrough({ task: now, repository: place, isJson: input.isJson, stores, config }, context);
  });
}
