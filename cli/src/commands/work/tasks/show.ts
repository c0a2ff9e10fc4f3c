import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks show 3
  $ catalyst tasks show 1a2b3c4d --json | jq .branch`;

export function tasksShowCommand(context: CliContext): Command {
  return new Command("show")
    .description("a task, its runs and its result")
    .argument("<task>", "number or beginning of the id")
    .option("--json", "print it as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: { json?: boolean }) => {
      const { showDetails } = await import("../../../tasks/show/show-details.ts");
      await showDetails({ reference, isJson: options.json === true }, context);
    });
}
