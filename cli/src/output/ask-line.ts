import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";

/** What the person says in a line, trimmed; null: nothing, or nobody can be asked. Throws `cancelled` for who leaves the question. */
export async function askLine(
  question: string,
  { stdin, output, interrupted }: Pick<CliContext, "stdin" | "output" | "interrupted">,
): Promise<string | null> {
  if (!stdin.isTTY || !output.isInteractive) {
    return null;
  }
  const { isCancel, text } = await import("@clack/prompts");
  const answer = await text({ message: question, output: process.stderr, signal: interrupted });
  if (isCancel(answer)) {
    throw new CatalystError("cancelled", "Nothing was done.");
  }
  return answer?.trim() || null;
}
