import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks retry 3
  $ catalyst tasks retry 3 --detach

Starts again from the tip of the base branch. A key from a variable is read anew: it was for one run only.`;

export function tasksRetryCommand(context: CliContext): Command {
  return new Command("retry")
    .description("try a failed or cancelled task again")
    .argument("<task>", "number or beginning of the id")
    .option("--json", "print one event a line")
    .option("--detach", "don't wait for the end")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: { json?: boolean; detach?: boolean }) => {
      const { retryAndShow } = await import("../../tasks/retry-and-show.ts");
      await retryAndShow({ reference, isJson: options.json === true, isDetached: options.detach === true }, context);
    });
}
