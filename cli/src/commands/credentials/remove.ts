import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials remove anthropic

Executions that run with it fail at their next request.`;

export function credentialsRemoveCommand(context: CliContext): Command {
  return new Command("remove")
    .alias("rm")
    .description("delete a stored key")
    .argument("<provider>")
    .addHelpText("after", EXAMPLES)
    .action(async (provider: string) => {
      const { removeCredential } = await import("../../credentials/remove-credential.ts");
      await removeCredential({ provider }, context);
    });
}
