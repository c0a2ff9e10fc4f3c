import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { sendKeyOption } from "../../../run/options/send-key-option.ts";
import type { DecideOptions } from "../../../tasks/decide.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks reject 3 --feedback "Leave the public API as it is"

The agent makes a new plan. To end the task instead: catalyst tasks cancel 3`;

export function tasksRejectCommand(context: CliContext): Command {
  return new Command("reject")
    .description("send the agent back to its plan")
    .argument("<task>", "number or beginning of the id")
    .option("--feedback <text>", "what to change about the plan")
    .addOption(sendKeyOption(context))
    .option("--json", "print one event a line")
    .option("--detach", "don't wait for the new plan")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: DecideOptions & { feedback?: string }) => {
      const { reject } = await import("../../../tasks/decide.ts");
      await reject({ reference, options }, context);
    });
}
