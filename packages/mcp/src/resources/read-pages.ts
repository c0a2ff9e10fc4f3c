import { UNTRUSTED } from "../output/note.ts";
import type { ToolContext } from "../tool.ts";
import { readDiffPage } from "../tools/get-diff.ts";
import { readLogPage } from "../tools/get-logs.ts";

/** Of one resource, in characters. */
const MAX_LENGTH = 200_000;

/** A task's resource as text. Throws what the API refuses. */
export type ReadResource = (task: string, context: ToolContext) => Promise<string>;

/** The log of the latest run from its beginning. */
export const readLog: ReadResource = async (task, context) => {
  const text = await readPages("get_logs", async (cursor) => {
    const { lines, nextCursor } = await readLogPage({ task, run: undefined, cursor }, context);
    return { text: lines.map(lineOf).join(""), nextCursor };
  });
  return `${UNTRUSTED}\n${text}`;
};

/** Further lines of one event are indented, so that no words of an agent look like an event of their own. */
function lineOf({ number, type, text }: { number: number; type: string; text: string }): string {
  return `#${number} ${type} ${text.replaceAll("\n", "\n    ")}\n`;
}

/** What the latest result changes. */
export const readDiff: ReadResource = (task, context) =>
  readPages("get_diff", async (cursor) => {
    const { diff: text, nextCursor } = await readDiffPage({ task, run: undefined, cursor }, context);
    return { text, nextCursor };
  });

/** The pages one after the other, as many as a resource may have, with a word of what is left out. */
async function readPages(
  tool: string,
  readPage: (cursor: string | null) => Promise<{ text: string; nextCursor: string | null }>,
): Promise<string> {
  let whole = "";
  let cursor: string | null = null;
  do {
    const page = await readPage(cursor);
    whole += page.text;
    cursor = page.nextCursor;
  } while (cursor !== null && whole.length < MAX_LENGTH);
  return cursor === null ? whole : `${whole}\nThere is more: ${tool} with the cursor ${cursor}.\n`;
}
