import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks logs 3
  $ catalyst tasks logs -f 3          until it has ended
  $ catalyst tasks logs 3 --json | jq -r 'select(.body.type == "message").body.text'

With -f, Ctrl-C only stops the showing: the task goes on.`;

export function tasksLogsCommand(context: CliContext): Command {
  return new Command("logs")
    .description("the transcript of a task's latest execution")
    .argument("<task>", "number or beginning of the id")
    .option("-f, --follow", "go on until the task has ended")
    .option("--json", "print one event a line")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: { follow?: boolean; json?: boolean }) => {
      const { showLogs } = await import("../../tasks/show-logs.ts");
      await showLogs({ reference, isFollowing: options.follow === true, isJson: options.json === true }, context);
    });
}
