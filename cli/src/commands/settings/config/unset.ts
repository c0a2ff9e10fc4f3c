import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst config unset budgets.day.usd

The default holds again, and a repository may say its own.`;

export function configUnsetCommand(context: CliContext): Command {
  return new Command("unset")
    .description("take a setting of the project back")
    .argument("<setting>")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--json", "print the project's settings as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (key: string, options: { json?: boolean; project?: string }) => {
      const { changeProjectSetting } = await import("../../../settings/change-settings.ts");
      await changeProjectSetting(
        { key, text: undefined, isJson: options.json === true, project: options.project },
        context,
      );
    });
}
