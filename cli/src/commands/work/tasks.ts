import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { tasksApproveCommand } from "./tasks/approve.ts";
import { tasksArchiveCommand } from "./tasks/archive.ts";
import { tasksCancelCommand } from "./tasks/cancel.ts";
import { tasksListCommand } from "./tasks/list.ts";
import { tasksLogsCommand } from "./tasks/logs.ts";
import { tasksPatchCommand } from "./tasks/patch.ts";
import { tasksPublishCommand } from "./tasks/publish.ts";
import { tasksRejectCommand } from "./tasks/reject.ts";
import { tasksResumeCommand } from "./tasks/resume.ts";
import { tasksRetryCommand } from "./tasks/retry.ts";
import { tasksSendCommand } from "./tasks/send.ts";
import { tasksShowCommand } from "./tasks/show.ts";
import { tasksUnarchiveCommand } from "./tasks/unarchive.ts";
import { tasksUpdateCommand } from "./tasks/update.ts";

const EXAMPLES = `
Examples:
  $ catalyst tasks list --status failed
  $ catalyst tasks logs -f 3
  $ catalyst tasks send 3 "Also update the docs"
  $ catalyst tasks retry 3 --agent codex-cli

A task is named by its number (3) or the beginning of its id (1a2b3c4d).`;

export function tasksCommand(context: CliContext): Command {
  const tasks = new Command("tasks").description("see and steer tasks").addHelpText("after", EXAMPLES);
  for (const command of [
    tasksListCommand,
    tasksShowCommand,
    tasksLogsCommand,
    tasksApproveCommand,
    tasksRejectCommand,
    tasksSendCommand,
    tasksUpdateCommand,
    tasksPatchCommand,
    tasksPublishCommand,
    tasksCancelCommand,
    tasksRetryCommand,
    tasksResumeCommand,
    tasksArchiveCommand,
    tasksUnarchiveCommand,
  ]) {
    tasks.addCommand(command(context));
  }
  return tasks;
}
