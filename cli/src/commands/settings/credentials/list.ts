import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials list
  $ catalyst credentials list --json | jq -r .provider

Shows the last 4 characters of each key; the key itself is never shown.`;

export function credentialsListCommand(context: CliContext): Command {
  return new Command("list")
    .alias("ls")
    .description("the stored keys, masked")
    .option("--project <name>", "a team's project: the team's credentials")
    .option("--json", "print one credential a line")
    .addHelpText("after", EXAMPLES)
    .action(async (options: { json?: boolean; project?: string }) => {
      const { listCredentials } = await import("../../../credentials/list-credentials.ts");
      await listCredentials({ isJson: options.json === true, project: options.project }, context);
    });
}
