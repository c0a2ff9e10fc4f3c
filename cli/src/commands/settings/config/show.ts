import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst config show
  $ catalyst config show --json | jq .set

"default" yields to what a repository says in .catalyst/config.yaml.`;

export function configShowCommand(context: CliContext): Command {
  return new Command("show")
    .description("the project's settings and which of them you set")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--json", "print them as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (options: { json?: boolean; project?: string }) => {
      const { showProjectSettings } = await import("../../../settings/change-settings.ts");
      await showProjectSettings({ isJson: options.json === true, project: options.project }, context);
    });
}
