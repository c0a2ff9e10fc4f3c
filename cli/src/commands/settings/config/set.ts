import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst config set defaultAgent codex-cli
  $ catalyst config set timeoutMinutes 60
  $ catalyst config set allowedHosts npm,*.example.com
  $ catalyst config set env.NODE_ENV test

Lists are written with commas. Secrets don't belong here: catalyst secrets add NAME`;

export function configSetCommand(context: CliContext): Command {
  return new Command("set")
    .description("set a setting of the project")
    .argument("<setting>", "for example budgets.day.usd")
    .argument("<value>")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--json", "print the project's settings as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (key: string, text: string, options: { json?: boolean; project?: string }) => {
      const { changeProjectSetting } = await import("../../../settings/change-settings.ts");
      await changeProjectSetting({ key, text, isJson: options.json === true, project: options.project }, context);
    });
}
