import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { taskParams } from "./task-params.ts";

export interface PatchInput {
  reference: string;
  /** Which of its runs, counted from 1; null: the latest that has a result. */
  run: number | null;
}

/** Prints what a result changes as `git apply` takes it; on a terminal without what would move its cursor. */
export async function printPatch({ reference, run }: PatchInput, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { output } = context;
  const params = taskParams(reference);
  let cursor: string | undefined;
  do {
    const query = { ...(run === null ? {} : { run }), ...(cursor === undefined ? {} : { cursor }) };
    const { text, nextCursor } = await client.call("getDiff", { params, query });
    const lines = text.replace(/\n$/, "");
    output.data(output.width === null ? lines : cleanTerminalText(lines));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
