import { CatalystError } from "../../catalyst-error.ts";
import { ASKED_NOTHING } from "../../execution/asked-execution.ts";
import type { MessageStore } from "../message-store.ts";
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
  /** Of the request: done again under it, it is done once. Absent: it is another update each time. */
  onceId?: string;
}

export interface UpdateBranchDeps extends SendMessageDeps {
  messages: Pick<MessageStore, "add" | "findSaid" | "listUndelivered">;
}

/**
 * Brings the newest base into a task's branch. Without an agent, and so for nothing, where the two don't conflict; one that works
 * already, or nothing to go on from, is told it.
 */
export async function updateBranch(input: UpdateBranchInput, deps: UpdateBranchDeps): Promise<Sent> {
  const { task, actor, isRebase, onceId } = input;
  await permitTask({ actor, action: "send_message", task, attempt: ATTEMPT }, deps);
  const before = onceId === undefined ? null : await findDone(task.id, onceId, deps);
  if (before === "started") {
    return { kind: "started", task };
  }
  refuseWaiting(task, ATTEMPT);
  const text = isRebase ? `${UPDATE} ${REBASE}` : UPDATE;
  if (before === "said" || !isContinuable(task) || (await findLastWork(task.id, deps)) === null) {
    return sendMessage({ ...input, text }, deps);
  }
  const asked = { ...ASKED_NOTHING, update: { isRebase, isOfOthers: false } };
  try {
    return await startTurn({ ...input, executionId: onceId, what: ATTEMPT, asked }, deps);
  } catch (error) {
    const now = await deps.tasks.get(task.id);
    const isStarted = now !== null && !isContinuable(now);
    if (isStarted && error instanceof CatalystError && error.code === "conflict") {
      return sendMessage({ ...input, task: now, text }, deps);
    }
    throw error;
  }
}

/** What the request came to that nobody lived to answer: a turn that has its id, or a message. */
async function findDone(
  taskId: string,
  onceId: string,
  { executions, messages }: Pick<UpdateBranchDeps, "executions" | "messages">,
): Promise<"started" | "said" | null> {
  const all = await executions.listForTask(taskId);
  if (all.some(({ id }) => id === onceId)) {
    return "started";
  }
  return (await messages.findSaid(taskId, onceId)) === null ? null : "said";
}

const UPDATE =
  "Bring the newest state of the base branch into this branch. Resolve the conflicts, if there are any, and change nothing else.";
const REBASE = "Rebase instead of merging.";
