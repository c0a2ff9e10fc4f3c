import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { configCheckCommand } from "./config/check.ts";
import { configDefaultBranchCommand } from "./config/default-branch.ts";
import { configSetCommand } from "./config/set.ts";
import { configShowCommand } from "./config/show.ts";
import { configUnsetCommand } from "./config/unset.ts";

const EXAMPLES = `
Examples:
  $ catalyst config show
  $ catalyst config set budgets.day.usd 20
  $ catalyst config set allowedHosts npm,pypi
  $ catalyst config check --repo .

These settings are yours and hold for all your repositories; a repository says its own in
.catalyst/config.yaml. All settings, and whose word counts: docs/guide/project-settings.md`;

export function configCommand(context: CliContext): Command {
  const config = new Command("config")
    .description("see and change the project's settings")
    .addHelpText("after", EXAMPLES);
  for (const command of [
    configShowCommand,
    configSetCommand,
    configUnsetCommand,
    configCheckCommand,
    configDefaultBranchCommand,
  ]) {
    config.addCommand(command(context));
  }
  return config;
}
