import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { sendKeyOption } from "../../../run/options/send-key-option.ts";
import type { ResumeOptions } from "../../../tasks/resume.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks resume 3 --budget-usd +2
  $ catalyst tasks resume 3 --budget-usd 5 --detach
  $ catalyst tasks resume 3

With + it is added to the limit that held, without it is the task's new limit. Without either, nothing is
raised: right after a budget of one run, or when the day's spending is below its limit again.`;

export function tasksResumeCommand(context: CliContext): Command {
  return new Command("resume")
    .description("let a task go on that paused at the end of a budget")
    .argument("<task>", "number or beginning of the id")
    .option("--budget-usd <dollars>", "what the task may cost, or how much more: +2")
    .option("--budget-tokens <count>", "how many tokens it may use, or how many more: +500000")
    .addOption(sendKeyOption(context))
    .option("--json", "print one event a line")
    .option("--detach", "don't wait for the end")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: ResumeOptions) => {
      const { resume } = await import("../../../tasks/resume.ts");
      await resume({ reference, options }, context);
    });
}
