import { type ApiClient, type Event, type Execution, listExecutions } from "@catalyst/api";
import { CatalystError } from "@catalyst/core";
import { z } from "zod";
import { cleanOutput } from "../output/clean-output.ts";
import { cutText } from "../output/clean-text.ts";
import { Note, UNTRUSTED } from "../output/note.ts";
import { defineTool, type ToolContext } from "../tool.ts";
import { MAX_ANSWER_LENGTH, PageCursor, type PageStart, readPageCursor, writePageCursor } from "./page-cursor.ts";
import { TaskReference } from "./task-reference.ts";

const PAGE = 100;
const MAX_EVENT = 3000;

const LogLine = z.object({ number: z.int(), at: z.string(), source: z.string(), type: z.string(), text: z.string() });
type LogLine = z.infer<typeof LogLine>;

const LogPage = z.object({
  run: z.int().nullable().describe("null: it has none yet"),
  lines: z.array(LogLine),
  nextCursor: z.string().nullable().describe("null: there is nothing more at present"),
  note: Note,
});

export const getLogs = defineTool({
  title: "Read a task's log",
  description: "What an agent said and did, in order, a page at a time. Without a run, the latest one's.",
  operations: ["listExecutions", "listEvents"],
  effect: "reads",
  input: z.strictObject({
    task: TaskReference,
    run: z.int().min(1).max(1_000_000).optional().describe("Which of its runs, counted from 1"),
    cursor: PageCursor.optional(),
  }),
  output: LogPage,
  run: ({ task, run, cursor = null }, context) => readLogPage({ task, run, cursor }, context),
});

export interface AskedPage {
  task: string;
  /** undefined: the latest. */
  run: number | undefined;
  /** null: from the beginning. */
  cursor: string | null;
}

/** A page of what a run said and did. Throws what the API refuses. */
export async function readLogPage(
  { task, run, cursor }: AskedPage,
  { client, signal }: Pick<ToolContext, "client" | "signal">,
): Promise<z.infer<typeof LogPage>> {
  const execution = chooseRun(await listExecutions(String(task), client, { signal }), { task, run });
  if (execution === null) {
    return { run: null, lines: [], nextCursor: null, note: UNTRUSTED };
  }
  return {
    run: execution.run,
    ...(await readEvents(execution, readPageCursor(cursor), { client, signal })),
    note: UNTRUSTED,
  };
}

/** null: there is none yet. Throws `not_found`. */
function chooseRun(
  executions: readonly Execution[],
  { task, run }: { task: string; run: number | undefined },
): Execution | null {
  if (run === undefined) {
    return executions.at(-1) ?? null;
  }
  const chosen = executions[run - 1];
  if (chosen === undefined) {
    throw new CatalystError("not_found", `Looking at run ${run} of task ${task} failed: it has ${executions.length}.`);
  }
  return chosen;
}

async function readEvents(
  { id }: Execution,
  { skip, cursor }: PageStart,
  { client, signal }: { client: ApiClient; signal: AbortSignal },
): Promise<{ lines: LogLine[]; nextCursor: string | null }> {
  const query = { limit: PAGE, cursor };
  const { data, nextCursor } = await client.call("listEvents", { params: { execution: id }, query }, { signal });
  const lines: LogLine[] = [];
  let length = 0;
  for (const event of data.slice(skip)) {
    const line = lineOf(event);
    length += line.text.length;
    if (length > MAX_ANSWER_LENGTH && lines.length > 0) {
      return { lines, nextCursor: writePageCursor({ skip: skip + lines.length, cursor }) };
    }
    lines.push(line);
  }
  return { lines, nextCursor: nextCursor === null ? null : writePageCursor({ skip: 0, cursor: nextCursor }) };
}

/** What is text of an event stands as it is, and what isn't as JSON. */
function lineOf({ number, at, source, body: { type, ...body } }: Event): LogLine {
  const { text = "", ...rest } = cleanOutput(body) as { text?: unknown };
  const words = typeof text === "string" ? text : JSON.stringify(text);
  const facts = Object.keys(rest).length === 0 ? "" : JSON.stringify(rest);
  return { number, at, source, type, text: cutText([facts, words].filter(Boolean).join(" "), MAX_EVENT) };
}
