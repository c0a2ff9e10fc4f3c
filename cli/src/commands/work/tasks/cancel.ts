import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks cancel 3
  $ catalyst tasks cancel 3 4

Waits until nothing of the task runs any more. Commits that it pushed are kept, not published.`;

export function tasksCancelCommand(context: CliContext): Command {
  return new Command("cancel")
    .description("end tasks")
    .argument("<tasks...>", "number or beginning of the id")
    .option("--json", "print one task a line")
    .addHelpText("after", EXAMPLES)
    .action(async (references: string[], options: { json?: boolean }) => {
      const { cancelAndWait } = await import("../../../tasks/cancel-and-wait.ts");
      await cancelAndWait({ references, isJson: options.json === true }, context);
    });
}
