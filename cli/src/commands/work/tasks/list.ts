import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import type { ListOptions } from "../../../tasks/list-tasks.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks list
  $ catalyst tasks list --status running --status pending
  $ catalyst tasks list --team shop --agent claude-code
  $ catalyst tasks list --json | jq -r 'select(.status == "failed").number'`;

export function tasksListCommand(context: CliContext): Command {
  return new Command("list")
    .alias("ls")
    .description("the newest tasks first")
    .option(
      "--status <status>",
      "only these, repeatable: pending, running, completed, failed, ...",
      (value: string, before: string[] = []) => [...before, value],
    )
    .option("--all", "those as well that were refused before anything was done")
    .option("--archived", "those alone that were archived")
    .option("--project <name>", "of this project alone, as shop or team/shop")
    .option("--team <name>", "of this team's projects alone")
    .option("--agent <id>", "this agent's work alone; see: catalyst agents list")
    .option("--limit <count>", "how many", "20")
    .option("--json", "print one task a line")
    .addHelpText("after", EXAMPLES)
    .action(async (options: ListOptions) => {
      const { listTasks } = await import("../../../tasks/list-tasks.ts");
      await listTasks(options, context);
    });
}
