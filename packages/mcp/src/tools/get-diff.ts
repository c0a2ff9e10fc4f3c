import { z } from "zod";
import { showUnseen } from "../output/clean-text.ts";
import { Note, UNTRUSTED } from "../output/note.ts";
import { defineTool, type ToolContext } from "../tool.ts";
import { MAX_ANSWER_LENGTH, PageCursor, readPageCursor, writePageCursor } from "./page-cursor.ts";
import { TaskReference } from "./task-reference.ts";

const DiffPage = z.object({
  run: z.int(),
  baseCommit: z.string(),
  headCommit: z.string(),
  diff: z.string().describe("As git's patches have it; characters that nobody sees are written out"),
  nextCursor: z.string().nullable().describe("null: there is nothing more"),
  note: Note,
});

export const getDiff = defineTool({
  title: "Read what a task changed",
  description: "The diff of a task's result against its base, a page at a time. Without a run, the latest result's.",
  operations: ["getDiff"],
  effect: "reads",
  input: z.strictObject({
    task: TaskReference,
    run: z.int().min(1).max(1_000_000).optional().describe("Which of its runs, counted from 1"),
    cursor: PageCursor.optional(),
  }),
  output: DiffPage,
  run: ({ task, run, cursor = null }, context) => readDiffPage({ task, run, cursor }, context),
});

/** A page of what a result changes. Throws what the API refuses. */
export async function readDiffPage(
  { task, run, cursor }: { task: string; run: number | undefined; cursor: string | null },
  { client, signal }: Pick<ToolContext, "client" | "signal">,
): Promise<z.infer<typeof DiffPage>> {
  const { skip, cursor: piece } = readPageCursor(cursor);
  const query = { run, cursor: piece };
  const { text, nextCursor, ...diff } = await client.call("getDiff", { params: { task }, query }, { signal });
  // Written out it is longer: what is told is counted so.
  const shown = showUnseen(text);
  const page = cutPage(shown.slice(skip));
  const told = skip + page.length;
  const next = told < shown.length ? { skip: told, cursor: piece } : { skip: 0, cursor: nextCursor ?? undefined };
  const isEnd = told >= shown.length && nextCursor === null;
  return { ...diff, diff: page, nextCursor: isEnd ? null : writePageCursor(next), note: UNTRUSTED };
}

/** Whole lines, unless one is longer than a page. */
function cutPage(text: string): string {
  if (text.length <= MAX_ANSWER_LENGTH) {
    return text;
  }
  return text.slice(0, text.lastIndexOf("\n", MAX_ANSWER_LENGTH - 1) + 1 || MAX_ANSWER_LENGTH);
}
