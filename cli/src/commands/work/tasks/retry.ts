import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { sendKeyOption } from "../../../run/options/send-key-option.ts";
import type { RetryOptions } from "../../../tasks/retry.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks retry 3
  $ catalyst tasks retry 3 --agent codex-cli
  $ catalyst tasks retry 3 --model claude-opus-4-1 --detach
  $ catalyst tasks retry 3 --timeout 2h

Starts again from the tip of the base branch. A key from a variable is read anew: it was for one run only.
Compare the runs afterwards: catalyst tasks show 3`;

export function tasksRetryCommand(context: CliContext): Command {
  return new Command("retry")
    .description("try a failed or cancelled task again, also with another agent")
    .argument("<task>", "number or beginning of the id")
    .option("--agent <id>", "another agent than last time")
    .option("--model <name>", "another model")
    .option("--timeout <time>", "another limit of the agent's time, for example 2h")
    .addOption(sendKeyOption(context))
    .option("--json", "print one event a line")
    .option("--detach", "don't wait for the end")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: RetryOptions) => {
      const { retry } = await import("../../../tasks/retry.ts");
      await retry({ reference, options }, context);
    });
}
