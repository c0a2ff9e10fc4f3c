import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials rotate

The gateway makes a new key, wraps every credential and secret for it and drops the old one. May be interrupted and
run again at any point. A new key of a provider: catalyst credentials add <provider> --replace`;

export function credentialsRotateCommand(context: CliContext): Command {
  return new Command("rotate")
    .description("change the gateway's key that credentials and secrets are sealed to")
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const { rotateKey } = await import("../../../credentials/rotate-key.ts");
      await rotateKey(context);
    });
}
