import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";
import { readStdin } from "../read-stdin.ts";

/** Text from a prompt that doesn't echo, or from standard input where that is no terminal; its last line end left out. */
export async function askHidden(what: string, { stdin }: Pick<CliContext, "stdin">): Promise<string> {
  return (stdin.isTTY ? await ask(what) : await readStdin(stdin)).replace(/\r?\n$/, "");
}

async function ask(what: string): Promise<string> {
  const { isCancel, password } = await import("@clack/prompts");
  const answer = await password({ message: what, output: process.stderr });
  if (isCancel(answer)) {
    throw new CatalystError("cancelled", "Nothing was stored.");
  }
  return answer;
}
