import type { CliContext } from "../cli-context.ts";

/** Whether the person agrees; null: nobody can be asked. Who leaves the question doesn't. */
export async function askYes(
  question: string,
  { stdin, output, interrupted }: Pick<CliContext, "stdin" | "output" | "interrupted">,
): Promise<boolean | null> {
  if (!stdin.isTTY || !output.isInteractive) {
    return null;
  }
  const { confirm, isCancel } = await import("@clack/prompts");
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr, signal: interrupted });
  return !isCancel(answer) && answer;
}
