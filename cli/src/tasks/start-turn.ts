import type { RouteInput, Routes, Task, TaskDetails } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { isDraft } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit/exit-codes.ts";
import { leaveDetached } from "../run/follow/announce.ts";
import { seeThrough } from "../run/follow/see-through.ts";
import { untilResolved } from "../run/follow/until-resolved.ts";
import { readKeys } from "../run/options/read-keys.ts";
import { taskParams } from "./task-params.ts";

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
  /** Asks for the further execution; null: there is none to follow. */
  act: (turn: Turn, client: ApiClient) => Promise<Task | null>;
}

/** What is asked with for a further execution of a task. */
interface Turn {
  task: TaskDetails;
  params: { task: string };
  keys: RouteInput<Routes["retryTask"]>["body"]["keys"];
}

/** Gives a task a further execution and shows it to its end. Throws what it was refused with. */
export async function startTurn(input: TurnInput, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const found = await client.call("getTask", { params: taskParams(input.reference) });
  const keys = await readKeys([input.agent ?? found.agentType], context);
  const task = await input.act({ task: found, params: { task: found.id }, keys }, client);
  if (task === null) {
    return;
  }
  const seconds = input.isDetached ? DETACHED_SECONDS : null;
  const resolved = await untilResolved({ task, seconds }, client, context);
  if (input.isDetached) {
    leaveDetached(resolved?.task ?? task, input.isJson, context);
    return;
  }
  const shown = await seeThrough({ task, isJson: input.isJson }, client, context);
  if (input.isDraftWanted === true && shown.status === "completed" && isDraft(shown.result)) {
    context.setExitCode(EXIT_CODES.ok);
  }
}
