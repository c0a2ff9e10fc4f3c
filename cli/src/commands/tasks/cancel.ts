import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks cancel 3

Waits until nothing of the task runs any more. Commits that it pushed are kept, not published.`;

export function tasksCancelCommand(context: CliContext): Command {
  return new Command("cancel")
    .description("end a task")
    .argument("<task>", "number or beginning of the id")
    .option("--json", "print the task as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: { json?: boolean }) => {
      const { cancelAndWait } = await import("../../tasks/cancel-and-wait.ts");
      await cancelAndWait({ reference, isJson: options.json === true }, context);
    });
}
