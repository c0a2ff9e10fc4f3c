import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks archive 3 4
  $ catalyst tasks list --archived

Lists leave it out, for everybody. All of it stays, and it comes back by itself once it goes on.`;

export function tasksArchiveCommand(context: CliContext): Command {
  return new Command("archive")
    .description("take tasks that have ended out of the list")
    .argument("<tasks...>", "number or beginning of the id")
    .option("--json", "print one task a line")
    .addHelpText("after", EXAMPLES)
    .action(async (references: string[], options: { json?: boolean }) => {
      const { archive } = await import("../../../tasks/archive.ts");
      await archive({ references, isArchived: true, isJson: options.json === true }, context);
    });
}
