import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials rotate

Makes a new master key, wraps every credential and secret with it and drops the old one. May be interrupted and
run again at any point. A new key of a provider: catalyst credentials add <provider> --replace`;

export function credentialsRotateCommand(context: CliContext): Command {
  return new Command("rotate")
    .description("change the master key that seals credentials and secrets")
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const { rotateKey } = await import("../../credentials/rotate-key.ts");
      await rotateKey(context);
    });
}
