import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

export function whoamiCommand(context: CliContext): Command {
  return new Command("whoami")
    .description("as whom the server knows you")
    .option("--json", "print it as JSON")
    .action(async (options: { json?: boolean }) => {
      const { showWhoami } = await import("../../login/show-whoami.ts");
      await showWhoami({ isJson: options.json === true }, context);
    });
}
