import type { AgentOutcome, ExecutionEventBody } from "@catalyst/core";
import type { AgentExit, OutputReader } from "../agent-adapter.ts";
import { fitName, fitText, outcomeOfError, stdoutLog, summarise } from "../text-event.ts";
import { ANSWER_BEGINS, ANSWER_ENDS } from "./start-script.ts";
import { withoutEdits } from "./without-edits.ts";

/** There is one session to a home: the chat history that the next run restores. */
const SESSION_ID = "chat-history";
const PREAMBLE =
  /^(Aider v|Analytics have been|Detected dumb terminal|Git repo: |Repo-map: |Weak model: |Editor model: )/;
/** litellm's names of errors, see aider's exceptions.py. */
const PROVIDER_ERROR = /^litellm\.(\w+): /;
const OWN_ERROR =
  /^(Traceback \(most recent call last\):|The LLM did not conform to the edit format|Model .* has hit a token limit)/;
/** An answer beyond this goes on without us: aider has it all. */
const MAX_ANSWER_CHARACTERS = 1024 * 1024;

interface State {
  /** The model's answer so far; null outside of one. */
  answer: string[] | null;
  /** How long it is. */
  answerCharacters: number;
  lastAnswer: string | null;
  /** What kept the last request, or its edits, from being whole. */
  error: string | null;
  isAnswered: boolean;
  calls: number;
  inputTokens: number;
  outputTokens: number;
}

/** The plain text that aider 0.86 prints, with our marks around the model's answers. It exits with 0 whatever happens. */
export function createOutputReader(): OutputReader {
  const state: State = {
    answer: null,
    answerCharacters: 0,
    lastAnswer: null,
    error: null,
    isAnswered: false,
    calls: 0,
    inputTokens: 0,
    outputTokens: 0,
  };
  return {
    read: (line) => (state.answer === null ? readOwnLine(line, state) : readAnswerLine(line, state.answer, state)),
    end: (exit) => end(exit, state),
  };
}

function readAnswerLine(line: string, answer: string[], state: State): ExecutionEventBody[] {
  if (line !== ANSWER_ENDS) {
    if (state.answerCharacters < MAX_ANSWER_CHARACTERS) {
      answer.push(fitText(line));
      state.answerCharacters += line.length + 1;
    }
    return [];
  }
  const text = answer.join("\n").trim();
  state.answer = null;
  if (text === "") {
    return [];
  }
  state.lastAnswer = text;
  return [{ type: "message", role: "assistant", text: fitText(text) }];
}

function readOwnLine(line: string, state: State): ExecutionEventBody[] {
  if (line === ANSWER_BEGINS) {
    state.answer = [];
    state.answerCharacters = 0;
    state.isAnswered = false;
    return [];
  }
  const model = /^(?:Main model|Model): (\S+) with /.exec(line)?.[1];
  if (model !== undefined) {
    return [{ type: "session", sessionId: SESSION_ID, model: fitName(model) }];
  }
  if (readTokens(line, state) || PREAMBLE.test(line)) {
    return [];
  }
  return readCall(line, state) ?? readError(line, state) ?? stdoutLog(line);
}

function readCall(line: string, state: State): ExecutionEventBody[] | null {
  const [, path] = /^Applied edit to (.+)$/.exec(line) ?? [];
  if (path !== undefined) {
    return tellCall("edit", path, state);
  }
  const [, message] = /^Commit [0-9a-f]{7,} (.+)$/.exec(line) ?? [];
  return message === undefined ? null : tellCall("commit", message, state);
}

function readError(line: string, state: State): ExecutionEventBody[] | null {
  const isProviderError = PROVIDER_ERROR.test(line);
  if (!isProviderError && !OWN_ERROR.test(line)) {
    return null;
  }
  // After an answer it is the commit's message that failed: aider commits all the same.
  state.error = state.isAnswered && isProviderError ? state.error : line;
  return [{ type: "log", stream: "stderr", text: fitText(line) }];
}

/** "Tokens: 2.0k sent, 35 received.": the request came to its end. */
function readTokens(line: string, state: State): boolean {
  const [, sent, received] = /^Tokens: ([\d.,]+k?) sent,.* ([\d.,]+k?) received\./.exec(line) ?? [];
  if (sent === undefined || received === undefined) {
    return false;
  }
  state.inputTokens = Math.min(state.inputTokens + toCount(sent), Number.MAX_SAFE_INTEGER);
  state.outputTokens = Math.min(state.outputTokens + toCount(received), Number.MAX_SAFE_INTEGER);
  state.isAnswered = true;
  state.error = null;
  return true;
}

function toCount(shown: string): number {
  const value = Number.parseFloat(shown.replaceAll(",", "")) * (shown.endsWith("k") ? 1000 : 1);
  return Number.isSafeInteger(Math.round(value)) ? Math.round(value) : 0;
}

function tellCall(tool: string, what: string, state: State): ExecutionEventBody[] {
  state.calls += 1;
  const callId = `${tool}-${state.calls}`;
  return [
    { type: "tool_call", callId, tool, summary: summarise(what) },
    { type: "tool_result", callId, isError: false, text: "" },
  ];
}

function end(exit: AgentExit, state: State): ReturnType<OutputReader["end"]> {
  const cut = state.answer?.join("\n").trim() ?? "";
  const events: ExecutionEventBody[] = cut === "" ? [] : [{ type: "message", role: "assistant", text: fitText(cut) }];
  const { inputTokens, outputTokens, error, lastAnswer } = state;
  if (inputTokens + outputTokens > 0) {
    const usage = { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
    events.push({ type: "agent_usage", usage });
  }
  const answered = lastAnswer === null ? "" : withoutEdits(lastAnswer);
  const summary =
    error ?? (answered || (lastAnswer === null ? "The model gave no answer." : "It said nothing beside its edits."));
  return { outcome: outcome(exit, state), summary: fitText(summary), events };
}

function outcome({ exitCode, timedOut }: AgentExit, { error, isAnswered }: State): AgentOutcome {
  if (timedOut) {
    return "timed_out";
  }
  if (error === null) {
    return exitCode === 0 && isAnswered ? "completed" : "failed";
  }
  switch (PROVIDER_ERROR.exec(error)?.[1]) {
    case "AuthenticationError":
    case "PermissionDeniedError":
      return "credential_rejected";
    case "RateLimitError":
      return "rate_limited";
    case "InternalServerError":
    case "ServiceUnavailableError":
    case "BadGatewayError":
    case "APIConnectionError":
    case "APIError":
    case "Timeout":
      return "provider_unavailable";
    case undefined:
      return "failed";
    default:
      return outcomeOfError(error);
  }
}
