import type { AgentOutcome, ExecutionEventBody } from "@catalyst/core";
import type { AgentExit, OutputReader } from "../agent-adapter.ts";
import { fitText, outcomeOfError, parseObject, stdoutLog } from "../text-event.ts";
import { applyRule } from "./apply-rule.ts";
import type { OutputFormat } from "./output-rules.ts";

type JsonLines = Extract<OutputFormat, { format: "jsonl" }>;
type PlainText = Extract<OutputFormat, { format: "text" }>;

/** A plan is a page or two; what is longer begins with the tale of how it came to be. */
const MAX_SUMMARY_LENGTH = 16_000;
/** A paragraph that doesn't end is shown in parts. */
const MAX_PARAGRAPH_LINES = 40;

/** What a definition says that its CLI prints, as events. `session`: the name of the only session to a home. */
export function createOutputReader(output: OutputFormat, session: string | null): OutputReader {
  const reader = output.format === "text" ? readText(output) : readJsonLines(output);
  return session === null ? reader : withSession(reader, session);
}

/** Told with the first line: by then the CLI has started. */
function withSession(reader: OutputReader, sessionId: string): OutputReader {
  let untold: ExecutionEventBody[] = [{ type: "session", sessionId, model: null }];
  return {
    ...reader,
    read(line) {
      const first = untold;
      untold = [];
      return [...first, ...reader.read(line)];
    },
  };
}

function readJsonLines({ events: rules }: JsonLines): OutputReader {
  const state = { lastMessage: null as string | null, summary: null as string | null, error: null as string | null };
  return {
    read(line) {
      const value = parseObject(line);
      if (value === null) {
        return stdoutLog(line);
      }
      const events: ExecutionEventBody[] = [];
      for (const meaning of rules.flatMap((rule) => applyRule(rule, value))) {
        if (meaning.kind === "event") {
          events.push(meaning.body);
          state.lastMessage = meaning.body.type === "message" ? meaning.body.text : state.lastMessage;
        } else {
          state[meaning.kind] = meaning.text;
        }
      }
      return events;
    },
    end(exit) {
      const said = state.error ?? state.summary ?? state.lastMessage;
      return { outcome: outcomeOf(exit, state.error), summary: said === null ? null : fitText(said), events: [] };
    },
  };
}

function readText({ errors }: PlainText): OutputReader {
  const patterns = errors.map((source) => new RegExp(source, "u"));
  let paragraph: string[] = [];
  let everything = "";
  let error: string | null = null;
  const flush = (): ExecutionEventBody[] => {
    const text = paragraph.join("\n");
    paragraph = [];
    return text === "" ? [] : [{ type: "message", role: "assistant", text: fitText(text) }];
  };
  return {
    read(line) {
      everything = `${everything}${fitText(line)}\n`.slice(-MAX_SUMMARY_LENGTH);
      error = patterns.some((pattern) => pattern.test(line)) ? line : error;
      if (line.trim() !== "") {
        paragraph.push(fitText(line));
      }
      return line.trim() === "" || paragraph.length >= MAX_PARAGRAPH_LINES ? flush() : [];
    },
    end(exit) {
      const said = error ?? everything.trim();
      return { outcome: outcomeOf(exit, error), summary: said === "" ? null : fitText(said), events: flush() };
    },
  };
}

function outcomeOf({ exitCode, timedOut }: AgentExit, error: string | null): AgentOutcome {
  if (timedOut) {
    return "timed_out";
  }
  return exitCode === 0 && error === null ? "completed" : outcomeOfError(error ?? "");
}
