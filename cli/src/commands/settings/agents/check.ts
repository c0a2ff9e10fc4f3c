import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst agents check claude-code
  $ catalyst agents check              every installed one`;

export function agentsCheckCommand(context: CliContext): Command {
  return new Command("check")
    .description("start an installed agent and ask it for its version")
    .argument("[agent]", "see: catalyst agents list")
    .option("--json", "print one agent a line")
    .addHelpText("after", EXAMPLES)
    .action(async (agentId: string | undefined, options: { json?: boolean }) => {
      const { checkAgents } = await import("../../../agents/check-agents.ts");
      await checkAgents({ agentId: agentId ?? null, isJson: options.json === true }, context);
    });
}
