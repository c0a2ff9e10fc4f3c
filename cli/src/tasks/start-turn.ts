import { type AgentTask, type ContinueTaskDeps, isDraft, type MessageStore, type TaskToContinue } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { findActor, type Stores, withStores } from "../open-stores.ts";
import { leaveDetached } from "../run/announce.ts";
import { doorOf } from "../run/door.ts";
import { readKeys } from "../run/read-keys.ts";
import { seeThrough } from "../run/see-through.ts";
import { untilResolved } from "../run/until-resolved.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { findTask } from "./find-task.ts";

/** A detached one is left once it isn't refused, or after this. */
const DETACHED_SECONDS = 15;

export interface TurnInput {
  reference: string;
  isJson: boolean;
  isDetached: boolean;
  /** A person asks for the branch, whatever the verification said of it. */
  isDraftWanted?: boolean;
  /** The agent that the user names; absent: the task's. */
  agent?: string | null;
  /** The use case that stores the further execution; null: there is none to follow. */
  act: (turn: Turn) => Promise<AgentTask | null>;
}

/** What a use case that gives a task a further execution works with. */
interface Turn extends TaskToContinue {
  stores: Stores;
  deps: ContinueTaskDeps & { messages: MessageStore };
}

/** Gives a task a further execution and shows it to its end. Throws what it was refused with. */
export async function startTurn(input: TurnInput, context: CliContext): Promise<void> {
  const config = await context.readConfig();
  await withStores(context, async (stores) => {
    const found = await findTask(input.reference, stores);
    const keys = await readKeys([input.agent ?? found.agentType], config);
    const deps = { ...doorOf(stores), messages: stores.messages };
    const task = await input.act({ task: found, actor: await findActor(stores), keys, stores, deps });
    if (task === null) {
      return;
    }
    await ensureUp(config);
    const seconds = input.isDetached ? DETACHED_SECONDS : null;
    const resolved = await untilResolved({ task, config, seconds }, stores, context);
    if (input.isDetached) {
      leaveDetached(resolved?.task ?? task, input.isJson, context);
      return;
    }
    const repository = (await stores.repos.get(task.repoId)) ?? { vcs: "local" as const, url: "" };
    const shown = await seeThrough({ task, repository, isJson: input.isJson, stores, config }, context);
    if (input.isDraftWanted === true && shown.status === "completed" && isDraft(shown.resultPayload)) {
      context.setExitCode(EXIT_CODES.ok);
    }
  });
}
