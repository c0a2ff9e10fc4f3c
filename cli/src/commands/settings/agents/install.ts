import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst agents install claude-code
  $ catalyst agents install claude-code --from ~/.local/bin/claude   your own executable

\`catalyst run\` installs what is missing by itself. Versions are pinned.`;

export function agentsInstallCommand(context: CliContext): Command {
  return new Command("install")
    .description("install an agent for environments")
    .argument("<agent>", "see: catalyst agents list")
    .option("--from <path>", "use this executable of yours")
    .addHelpText("after", EXAMPLES)
    .action(async (agentId: string, options: { from?: string }) => {
      const { installForUser } = await import("../../../agents/install-for-user.ts");
      await installForUser({ agentId, from: options.from ?? null }, context);
    });
}
