import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst agents list
  $ catalyst agents list --json | jq -r 'select(.isInstalled).id'`;

export function agentsListCommand(context: CliContext): Command {
  return new Command("list")
    .alias("ls")
    .description("the agents that Catalyst knows")
    .option("--json", "print one agent a line")
    .addHelpText("after", EXAMPLES)
    .action(async (options: { json?: boolean }) => {
      const { listAgents } = await import("../../../agents/list-agents.ts");
      await listAgents({ isJson: options.json === true }, context);
    });
}
