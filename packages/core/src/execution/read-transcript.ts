import { SessionId } from "../agent/session-id.ts";
import type { EventStore, ExecutionEventBody } from "../event/event.ts";
import type { BudgetUse } from "./budget-store.ts";

const PAGE = 1000;
const MAX_OUTPUT_LENGTH = 64 * 1024;

/** What the events of an execution tell about its end. */
export interface Transcript {
  ended: Extract<ExecutionEventBody, { type: "agent_ended" }> | null;
  /** What the provider answered last, if that was an error. Measured by the gateway, so an agent can't make it up. */
  llmError: { httpStatus: number; detail: string } | null;
  /** The agent's own name for its conversation; null also for one that can't be an argument. */
  sessionId: string | null;
  /** The last plan that the agent made by its CLI's own means. */
  plan: string | null;
  /** The budget for which the gateway refused a request. */
  exceeded: BudgetUse | null;
  /** The end of the agent's output. */
  stdout: string;
  stderr: string;
}

export async function readTranscript(executionId: string, events: Pick<EventStore, "list">): Promise<Transcript> {
  const transcript: Transcript = {
    ended: null,
    llmError: null,
    sessionId: null,
    plan: null,
    exceeded: null,
    stdout: "",
    stderr: "",
  };
  for (let afterNumber = 0; ; ) {
    const page = await events.list({ executionId, afterNumber, limit: PAGE });
    for (const event of page) {
      addEvent(transcript, event.body);
      afterNumber = event.number;
    }
    if (page.length < PAGE) {
      return transcript;
    }
  }
}

function addEvent(transcript: Transcript, body: ExecutionEventBody): void {
  switch (body.type) {
    case "agent_ended":
      transcript.ended = body;
      return;
    case "session":
      transcript.sessionId = SessionId.safeParse(body.sessionId).data ?? null;
      return;
    case "plan":
      transcript.plan = body.markdown;
      return;
    case "llm_error":
      transcript.llmError = body;
      return;
    case "usage":
      transcript.llmError = null;
      return;
    case "budget":
      transcript.exceeded = body.kind === "exceeded" ? body : transcript.exceeded;
      return;
    case "message":
      transcript.stdout = append(transcript.stdout, body.text);
      return;
    case "log":
      if (body.stream !== "system") {
        transcript[body.stream] = append(transcript[body.stream], body.text);
      }
      return;
    default:
      return;
  }
}

function append(output: string, text: string): string {
  return `${output}${text}\n`.slice(-MAX_OUTPUT_LENGTH);
}
