import type { PastTurn } from "../../prompt/build-turn-prompt.ts";
import { findContinued } from "../provision/find-start.ts";
import type { Step } from "../step.ts";
import { readTranscript } from "../watch/read-transcript.ts";

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
