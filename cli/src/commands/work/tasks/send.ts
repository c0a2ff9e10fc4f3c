import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { sendKeyOption } from "../../../run/options/send-key-option.ts";
import type { SendOptions } from "../../../tasks/send.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks send 3 "Also update the docs"
  $ catalyst tasks send 3 - < remarks.md

A task that is done or paused gets another turn on the same branch. While an agent works, it is told after its
current step if it can be, else right after this turn; you are told which.`;

export function tasksSendCommand(context: CliContext): Command {
  return new Command("send")
    .description("say something more to a task")
    .argument("<task>", "number or beginning of the id")
    .argument("<message>", '"-" reads it from standard input')
    .addOption(sendKeyOption(context))
    .option("--json", "print one event a line")
    .option("--detach", "don't wait for the end")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, message: string, options: SendOptions) => {
      const { send } = await import("../../../tasks/send.ts");
      await send({ reference, message, options }, context);
    });
}
