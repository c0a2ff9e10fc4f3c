import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst secrets list
  $ catalyst secrets list --json | jq -r .name

Names only: a value is never shown.`;

export function secretsListCommand(context: CliContext): Command {
  return new Command("list")
    .alias("ls")
    .description("the names of a repository's secrets")
    .option("--repo <path|url>", "a folder on this machine or an https address", ".")
    .option("--json", "print one secret a line")
    .addHelpText("after", EXAMPLES)
    .action(async ({ repo, json }: { repo: string; json?: boolean }) => {
      const { listSecrets } = await import("../../secrets/list-secrets.ts");
      await listSecrets({ repo, isJson: json === true }, context);
    });
}
