import type { PastTurn } from "../../prompt/build-turn-prompt.ts";
import { findContinued } from "../find-continued.ts";
import { findSummary } from "../publish/forge/read-words.ts";
import type { Step } from "../step.ts";

const MAX_TURNS = 20;
const MAX_SUMMARY_LENGTH = 8000;

/** What the executions before this one were told and said at their end, and how their work was judged, the oldest first. */
export async function collectHistory(step: Step): Promise<PastTurn[]> {
  const { deps } = step;
  const turns: PastTurn[] = [];
  for (let past = await findContinued(step); past !== null && turns.length < MAX_TURNS; ) {
    const messages = (await deps.messages.listDelivered(past.id)).map(({ text }) => text);
    const { agentType: agent, verification, result } = past;
    const summary = result?.summary ?? (await findSummary(past.id, deps.events));
    const agentType = agent ?? "an agent";
    turns.unshift({ agentType, messages, summary: summary?.slice(0, MAX_SUMMARY_LENGTH) ?? null, verification });
    past = past.continuesId === null ? null : await deps.executions.get(past.continuesId);
  }
  return turns;
}
