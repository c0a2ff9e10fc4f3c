import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst login https://catalyst.example.com
  $ catalyst tasks list                          asks that server from then on
  $ catalyst tasks list --server local           and this one this machine's own

It shows a code; you approve it in a browser where you are signed in. The token is kept in CATALYST_HOME, for you
alone to read.`;

export function loginCommand(context: CliContext): Command {
  return new Command("login")
    .description("sign in at a server elsewhere")
    .argument("<url>", "where people find it")
    .addHelpText("after", EXAMPLES)
    .action(async (address: string) => {
      const { login } = await import("../../login/login.ts");
      await login({ address }, context);
    });
}
