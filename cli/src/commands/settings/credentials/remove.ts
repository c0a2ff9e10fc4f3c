import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials remove anthropic            the key; a subscription is named claude or chatgpt

Runs that work with it fail at their next request.`;

export function credentialsRemoveCommand(context: CliContext): Command {
  return new Command("remove")
    .alias("rm")
    .description("delete a stored key or subscription")
    .argument("<name>")
    .option("--project <name>", "a team's project: the team's credentials")
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, { project }: { project?: string }) => {
      const { removeCredential } = await import("../../../credentials/remove-credential.ts");
      await removeCredential({ name, project }, context);
    });
}
