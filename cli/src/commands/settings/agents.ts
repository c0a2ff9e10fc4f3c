import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { agentsCheckCommand } from "./agents/check.ts";
import { agentsInstallCommand } from "./agents/install.ts";
import { agentsListCommand } from "./agents/list.ts";
import { agentsValidateCommand } from "./agents/validate.ts";

const EXAMPLES = `
Examples:
  $ catalyst agents list
  $ catalyst agents install codex-cli
  $ catalyst agents check claude-code
  $ catalyst agents validate`;

export function agentsCommand(context: CliContext): Command {
  const agents = new Command("agents")
    .description("see, install, check and describe agents")
    .addHelpText("after", EXAMPLES);
  for (const command of [agentsListCommand, agentsInstallCommand, agentsCheckCommand, agentsValidateCommand]) {
    agents.addCommand(command(context));
  }
  return agents;
}
