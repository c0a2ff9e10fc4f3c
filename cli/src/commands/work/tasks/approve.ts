import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { sendKeyOption } from "../../../run/options/send-key-option.ts";
import type { DecideOptions } from "../../../tasks/decide.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks show 3               read the plan
  $ catalyst tasks approve 3
  $ catalyst tasks approve 3 --edit     change it first, in $EDITOR

The work begins at the commit that the plan was made for.`;

export function tasksApproveCommand(context: CliContext): Command {
  return new Command("approve")
    .description("let the agent carry out its plan")
    .argument("<task>", "number or beginning of the id")
    .option("--edit", "change the plan in $VISUAL or $EDITOR first")
    .addOption(sendKeyOption(context))
    .option("--json", "print one event a line")
    .option("--detach", "don't wait for the end")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: DecideOptions & { edit?: boolean }) => {
      const { approve } = await import("../../../tasks/decide.ts");
      await approve({ reference, options }, context);
    });
}
