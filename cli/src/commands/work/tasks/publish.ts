import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import type { PublishOptions } from "../../../tasks/publish.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks show 3               the runs side by side
  $ catalyst tasks publish 3 --run 2
  $ catalyst tasks publish 3 --accept protected_path
  $ catalyst tasks publish 3 --branch another-name

Publishes a result that waits: the one you pick after a race, one that \`verify\` or the policy held back, one that
waits for your word before CI runs it, or one whose branch couldn't be made. Accepting a finding is your word that
you looked at it; it is kept with the result.`;

export function tasksPublishCommand(context: CliContext): Command {
  return new Command("publish")
    .description("publish a result that waits for you")
    .argument("<task>", "number or beginning of the id")
    .option("--run <number>", "which run's result, where there are several")
    .option("--accept <rules>", "publish it in spite of these findings: protected_path,secret")
    .option("--reason <words>", "why you accept them; kept with the result; a terminal is asked")
    .option("--branch <name>", "under another name than the task's")
    .option("--base <branch>", "proposed for this branch instead of the task's base")
    .option("--json", "print one event a line")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: PublishOptions) => {
      const { publish } = await import("../../../tasks/publish.ts");
      await publish({ reference, options }, context);
    });
}
