import type { Way } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";
import { readStdin } from "../read-stdin.ts";

/**
 * Text from a prompt that doesn't echo, or from standard input where that is no terminal; its last line end left out. Throws `invalid_input` where
 * nothing is given, with `way` out, and `cancelled` for who leaves the prompt.
 */
export async function askHidden(
  what: string,
  { stdin, interrupted }: Pick<CliContext, "stdin" | "interrupted">,
  way: Way | null = null,
): Promise<string> {
  const given = (stdin.isTTY ? await ask(what, interrupted) : await readStdin(stdin)).replace(/\r?\n$/, "");
  if (given.trim() === "") {
    const remedy = way === null ? " Type it at the prompt, or pipe it in." : "";
    throw new CatalystError("invalid_input", `Reading the ${what} failed: nothing was given.${remedy}`, { way });
  }
  return given;
}

async function ask(what: string, interrupted: AbortSignal): Promise<string> {
  const { isCancel, password } = await import("@clack/prompts");
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  const answer = await password({ message, output: process.stderr, signal: interrupted });
  if (isCancel(answer)) {
    throw new CatalystError("cancelled", "Nothing was stored.");
  }
  return answer;
}
