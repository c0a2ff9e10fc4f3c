import { CatalystError } from "../../catalyst-error.ts";
import { ASKED_NOTHING } from "../../execution/asked-execution.ts";
import type { TaskToContinue } from "./continue-task.ts";
import { permitTask } from "./permit-task.ts";
import {
  findLastWork,
  isContinuable,
  refuseWaiting,
  type SendMessageDeps,
  type Sent,
  sendMessage,
  startTurn,
} from "./send-message.ts";

const ATTEMPT = "Updating the branch of";

export interface UpdateBranchInput extends TaskToContinue {
  /** The branch is to be a line on the newest base; else that is merged. */
  isRebase: boolean;
}

/**
 * Brings the newest base into a task's branch. Without an agent, and so for nothing, where the two don't conflict; one that works
 * already, or nothing to go on from, is told it.
 */
export async function updateBranch(input: UpdateBranchInput, deps: SendMessageDeps): Promise<Sent> {
  const { task, actor, isRebase } = input;
  await permitTask({ actor, action: "send_message", task, attempt: ATTEMPT }, deps);
  refuseWaiting(task, ATTEMPT);
  const text = isRebase ? `${UPDATE} ${REBASE}` : UPDATE;
  if (!isContinuable(task) || (await findLastWork(task.id, deps)) === null) {
    return sendMessage({ ...input, text }, deps);
  }
  try {
    return await startTurn(
      { ...input, what: ATTEMPT, asked: { ...ASKED_NOTHING, update: { isRebase, isOfOthers: false } } },
      deps,
    );
  } catch (error) {
    const now = await deps.tasks.get(task.id);
    const isStarted = now !== null && !isContinuable(now);
    if (isStarted && error instanceof CatalystError && error.code === "conflict") {
      return sendMessage({ ...input, task: now, text }, deps);
    }
    throw error;
  }
}

const UPDATE =
  "Bring the newest state of the base branch into this branch. Resolve the conflicts, if there are any, and change nothing else.";
const REBASE = "Rebase instead of merging.";
