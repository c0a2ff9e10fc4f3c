import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks unarchive 3`;

export function tasksUnarchiveCommand(context: CliContext): Command {
  return new Command("unarchive")
    .description("put archived tasks back into the list")
    .argument("<tasks...>", "number or beginning of the id")
    .option("--json", "print one task a line")
    .addHelpText("after", EXAMPLES)
    .action(async (references: string[], options: { json?: boolean }) => {
      const { archive } = await import("../../../tasks/archive.ts");
      await archive({ references, isArchived: false, isJson: options.json === true }, context);
    });
}
