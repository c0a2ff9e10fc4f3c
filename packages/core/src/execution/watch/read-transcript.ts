import { SessionId } from "../../agent/session-id.ts";
import type { BudgetUse } from "../../budget/budget.ts";
import type { CollectedWork, EventStore, ExecutionEventBody, StoredEventBody } from "../../event/event.ts";

/** So many of the largest take a few megabytes of memory. */
const PAGE = 200;
const MAX_OUTPUT_LENGTH = 64 * 1024;

type Hook = Extract<ExecutionEventBody, { type: "hook" }>;

/** What the events of an execution tell about its end. */
export interface Transcript {
  ended: Extract<ExecutionEventBody, { type: "agent_ended" }> | null;
  /** What came of the agent's work beside its branch; null: it wasn't collected. */
  collected: CollectedWork | null;
  /** What the provider answered last, if that was an error. Measured by the gateway, so an agent can't make it up. */
  llmError: { httpStatus: number; detail: string } | null;
  /** The agent's own name for its conversation; null also for one that can't be an argument. */
  sessionId: string | null;
  /** The last plan that the agent made by its CLI's own means. */
  plan: string | null;
  /** The budget for which the gateway refused a request. */
  exceeded: BudgetUse | null;
  /** The project's `setup`, if it ran; `exitCode` null: it didn't end by itself. */
  setup: { exitCode: number | null; output: string } | null;
  /** What the last run of the project's `verify` said: its words, not its verdict. */
  verify: Pick<Hook, "attempt" | "exitCode" | "output" | "commit"> | null;
  /** The end of the agent's output, without that of hooks. */
  stdout: string;
  stderr: string;
}

interface Reading extends Transcript {
  /** The hook whose output comes now. */
  hook: "setup" | "verify" | null;
}

export async function readTranscript(executionId: string, events: Pick<EventStore, "list">): Promise<Transcript> {
  const transcript: Reading = {
    ended: null,
    collected: null,
    llmError: null,
    sessionId: null,
    plan: null,
    exceeded: null,
    setup: null,
    verify: null,
    stdout: "",
    stderr: "",
    hook: null,
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

function addEvent(transcript: Reading, body: StoredEventBody): void {
  switch (body.type) {
    case "agent_ended":
      transcript.ended = body;
      return;
    case "collected":
      transcript.collected = { beside: body.beside, leftOut: body.leftOut };
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
    case "hook":
      addHook(transcript, body);
      return;
    case "log":
      addLog(transcript, body);
      return;
    default:
      return;
  }
}

function addHook(transcript: Reading, body: Hook): void {
  transcript.hook = body.phase === "started" ? body.name : null;
  if (body.name === "setup") {
    transcript.setup = { exitCode: body.exitCode, output: transcript.setup?.output ?? "" };
  } else if (body.phase === "ended") {
    transcript.verify = body;
  }
}

function addLog(transcript: Reading, { stream, text }: Extract<ExecutionEventBody, { type: "log" }>): void {
  if (stream === "system") {
    return;
  }
  if (transcript.hook === null) {
    transcript[stream] = append(transcript[stream], text);
  } else if (transcript.hook === "setup" && transcript.setup !== null) {
    transcript.setup.output = append(transcript.setup.output, text);
  }
}

function append(output: string, text: string): string {
  return `${output}${text}\n`.slice(-MAX_OUTPUT_LENGTH);
}
