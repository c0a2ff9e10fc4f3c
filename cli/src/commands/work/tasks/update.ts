import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { sendKeyOption } from "../../../run/options/send-key-option.ts";
import type { UpdateOptions } from "../../../tasks/update.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks update 3
  $ catalyst tasks update 3 --rebase

Where the base and the branch don't conflict, no agent works and nothing is spent.`;

export function tasksUpdateCommand(context: CliContext): Command {
  return new Command("update")
    .description("bring the newest base into a task's branch")
    .argument("<task>", "number or beginning of the id")
    .option("--rebase", "make its commits a line on the base, instead of merging")
    .addOption(sendKeyOption(context))
    .option("--json", "print one event a line")
    .option("--detach", "don't wait for the end")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: UpdateOptions) => {
      const { update } = await import("../../../tasks/update.ts");
      await update({ reference, options }, context);
    });
}
