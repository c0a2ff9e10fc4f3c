import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst agents validate                             yours, and those of the folder you are in
  $ catalyst agents validate mine
  $ catalyst agents validate .catalyst/agents/mine.yaml

How an agent is described: docs/guide/custom-agents.md`;

export function agentsValidateCommand(context: CliContext): Command {
  return new Command("validate")
    .description("check definitions of agents that Catalyst doesn't bring")
    .argument(
      "[agent...]",
      "names of agents, or files; without any, all in $CATALYST_HOME/agents.d and this folder's .catalyst/agents",
    )
    .option("--json", "print one definition a line")
    .addHelpText("after", EXAMPLES)
    .action(async (paths: string[], options: { json?: boolean }) => {
      const { validateAgents } = await import("../../../agents/validate-agents.ts");
      await validateAgents({ paths, isJson: options.json === true }, context);
    });
}
