import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst secrets list
  $ catalyst secrets list --json | jq -r .name

Names only: a value is never shown.`;

export function secretsListCommand(context: CliContext): Command {
  return new Command("list")
    .alias("ls")
    .description("the names of a repository's secrets")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--repo <path|url>", "a folder on this machine or an https address", ".")
    .option("--json", "print one secret a line")
    .addHelpText("after", EXAMPLES)
    .action(async ({ repo, project, json }: { repo: string; project?: string; json?: boolean }) => {
      const { listSecrets } = await import("../../../secrets/list-secrets.ts");
      await listSecrets({ repo, project, isJson: json === true }, context);
    });
}
