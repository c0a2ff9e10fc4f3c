import { Command } from "commander";
import type { CliContext } from "../cli-context.ts";
import { tasksCancelCommand } from "./tasks/cancel.ts";
import { tasksListCommand } from "./tasks/list.ts";
import { tasksLogsCommand } from "./tasks/logs.ts";
import { tasksResumeCommand } from "./tasks/resume.ts";
import { tasksRetryCommand } from "./tasks/retry.ts";
import { tasksShowCommand } from "./tasks/show.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks list --status failed
  $ catalyst tasks logs -f 3
  $ catalyst tasks retry 3

A task is named by its number (3) or the beginning of its id (1a2b3c4d).`;

export function tasksCommand(context: CliContext): Command {
  const tasks = new Command("tasks").description("see and steer tasks").addHelpText("after", EXAMPLES);
  for (const command of [
    tasksListCommand,
    tasksShowCommand,
    tasksLogsCommand,
    tasksCancelCommand,
    tasksRetryCommand,
    tasksResumeCommand,
  ]) {
    tasks.addCommand(command(context));
  }
  return tasks;
}
