import { OUTBOX_LIFETIME_SECONDS } from "../../outbox/plan-retry.ts";
import type { StatusPayload } from "../../status-comment/send-status-comment.ts";
import { answersTo } from "../answer/answers-to.ts";
import type { Decided } from "../answer/decided.ts";
import type { AnswerPayload } from "../answer/forge-answer.ts";
import type { RefusedReason } from "../decide/reason.ts";
import type { HeardSignal } from "./heard-signal.ts";
import { identityOf } from "./record.ts";
import type { ActStores } from "./trigger-store.ts";

const HOUR = 3_600_000;
/** Of what is refused for being too much, whoever asks is told once in that time, in milliseconds. */
const ONCE_IN: Partial<Record<RefusedReason, number>> = {
  too_many_by_author: HOUR,
  too_many_in_repository: 24 * HOUR,
  too_many_turns: 24 * HOUR,
  too_many_by_bots: 24 * HOUR,
};

export interface WriteAnswersInput extends Omit<Decided, "signal"> {
  heard: HeardSignal;
  taskId: string | null;
}

/** Writes into the outbox what is told of a decision where it was asked for. */
export async function writeAnswers(input: WriteAnswersInput, stores: Pick<ActStores, "outbox">): Promise<void> {
  const { heard, taskId, ...decided } = input;
  const { outbox } = stores;
  await tellAnew(input, stores);
  const { signal, repo } = heard;
  const key = keyOf(heard, decided.decision);
  for (const [index, answer] of answersTo({ ...decided, signal }).entries()) {
    const payload: AnswerPayload = { repoId: repo.id, answer };
    await outbox.add({
      ...{
        key: `forge_answer:${key}:${index}`,
        kind: "forge_answer",
        lane: `forge_answer:${repo.id}#${signal.number}`,
      },
      ...{ destinationId: null, taskId, payload, lifetimeSeconds: OUTBOX_LIFETIME_SECONDS },
    });
  }
}

/** Its comment says something else at once; where it was asked for once more it goes below what was said since. */
async function tellAnew(
  { heard, taskId, decision }: WriteAnswersInput,
  { outbox }: Pick<ActStores, "outbox">,
): Promise<void> {
  const act = decision.kind === "accepted" ? decision.act.kind : null;
  if ((act !== "join" && act !== "note_push") || taskId === null) {
    return;
  }
  const payload: StatusPayload = { tells: act === "join" ? "again" : "state" };
  const lane = `status_comment:${taskId}`;
  const key = `${lane}:again:${identityOf(heard).key}`;
  const item = { key, lane, kind: "status_comment", taskId, payload } as const;
  await outbox.add({ ...item, destinationId: null, lifetimeSeconds: OUTBOX_LIFETIME_SECONDS });
}

/** What an answer is known by, of which there is none twice. */
function keyOf(heard: HeardSignal, decision: Decided["decision"]): string {
  const { signal, repo } = heard;
  const once = decision.kind === "refused" ? ONCE_IN[decision.reason] : undefined;
  return once === undefined || decision.kind !== "refused"
    ? identityOf(heard).key
    : `${decision.reason}:${repo.id}:${signal.actor.id}:${Math.floor(signal.at.getTime() / once)}`;
}
