import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks logs 3
  $ catalyst tasks logs -f 3          until it has ended
  $ catalyst tasks logs 3 --run 1     the transcript of its first run
  $ catalyst tasks logs 3 --json | jq -r 'select(.body.type == "message").body.text'

With -f, Ctrl-C only stops the showing: the task goes on.`;

export function tasksLogsCommand(context: CliContext): Command {
  return new Command("logs")
    .description("the transcript of a task's latest run")
    .argument("<task>", "number or beginning of the id")
    .option("-f, --follow", "go on until the task has ended")
    .option("--run <number>", "of this run instead, as tasks show counts them")
    .option("--json", "print one event a line")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, options: { follow?: boolean; run?: string; json?: boolean }) => {
      const { showLogs } = await import("../../../tasks/logs/show-logs.ts");
      const { readRun } = await import("../../../tasks/read-run.ts");
      const run = options.run === undefined ? null : readRun(options.run, "Showing the transcript");
      const { follow: isFollowing = false, json: isJson = false } = options;
      await showLogs({ reference, isFollowing, isJson, run }, context);
    });
}
