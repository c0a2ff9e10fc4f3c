import type { PastTurn } from "../agent/build-turn-prompt.ts";
import { findContinued } from "./find-start.ts";
import { readTranscript } from "./read-transcript.ts";
import type { Step } from "./step.ts";

const MAX_TURNS = 20;
const MAX_SUMMARY_LENGTH = 8000;

/** What the executions before this one were told and said at their end, the oldest first. */
export async function collectHistory(step: Step): Promise<PastTurn[]> {
  const { deps } = step;
  const turns: PastTurn[] = [];
  for (let past = await findContinued(step); past !== null && turns.length < MAX_TURNS; ) {
    const { ended } = await readTranscript(past.id, deps.events);
    const messages = (await deps.messages.listDelivered(past.id)).map(({ text }) => text);
    turns.unshift({
      agentType: past.agentType,
      messages,
      summary: ended?.summary?.slice(0, MAX_SUMMARY_LENGTH) ?? null,
    });
    past = past.continuesId === null ? null : await deps.executions.get(past.continuesId);
  }
  return turns;
}
