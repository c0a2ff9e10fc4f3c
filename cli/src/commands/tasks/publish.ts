import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import type { PublishOptions } from "../../tasks/publish.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks show 3               the runs side by side
  $ catalyst tasks publish 3 --run 2

Publishes a result that waits: the one you pick after a race, or one that \`verify\` held back. What the policy
stopped is not published.`;

export function tasksPublishCommand(context: CliContext): Command {
  return new Command("publish")
    .description("publish a result that waits for you")
    .argument("<task>", "number or beginning of the id")
    .option("--run <number>", "which run's result, where there are several")
    .option("--json", "print one event a line")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: PublishOptions) => {
      const { publish } = await import("../../tasks/publish.ts");
      await publish({ reference, options }, context);
    });
}
