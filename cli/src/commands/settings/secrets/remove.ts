import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst secrets remove NPM_TOKEN`;

export function secretsRemoveCommand(context: CliContext): Command {
  return new Command("remove")
    .alias("rm")
    .description("delete a secret")
    .argument("<name>")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--repo <path|url>", "a folder on this machine or an https address", ".")
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, { repo, project }: { repo: string; project?: string }) => {
      const { removeSecret } = await import("../../../secrets/remove-secret.ts");
      await removeSecret({ name, repo, project }, context);
    });
}
