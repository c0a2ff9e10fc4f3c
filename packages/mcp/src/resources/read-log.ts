import { UNTRUSTED } from "../output/note.ts";
import type { ToolContext } from "../tool.ts";
import { readLogPage } from "../tools/get-logs.ts";

/** Of one resource, in characters. */
const MAX_LENGTH = 200_000;

/** A task's resource as text. Throws what the API refuses. */
export type ReadResource = (task: string, context: ToolContext) => Promise<string>;

/** The log of the latest run from its beginning, with a word of what is left out. */
export const readLog: ReadResource = async (task, context) => {
  const lines = [UNTRUSTED];
  let length = 0;
  let cursor: string | null = null;
  do {
    const page = await readLogPage({ task, run: undefined, cursor }, context);
    for (const { number, type, text } of page.lines) {
      lines.push(`#${number} ${type} ${text}`);
      length += text.length;
    }
    cursor = page.nextCursor;
  } while (cursor !== null && length < MAX_LENGTH);
  return [...lines, ...(cursor === null ? [] : [`There is more: get_logs with the cursor ${cursor}.`])].join("\n");
};
