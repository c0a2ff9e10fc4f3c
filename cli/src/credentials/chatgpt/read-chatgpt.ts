import type { CliContext } from "../../cli-context.ts";
import { readStdin } from "../../read-stdin.ts";

/** The login of a ChatGPT subscription: from standard input, or at a terminal by a sign-in of its own. */
export async function readChatGpt(context: CliContext): Promise<string> {
  const { stdin, output } = context;
  if (stdin.isTTY) {
    const { signIn } = await import("./sign-in.ts");
    return signIn(context);
  }
  const text = await readStdin(stdin);
  output.say(
    "The gateway refreshes this login from now on, which ends the one that it was copied from: sign in again there (codex login).",
  );
  return text;
}
