import type { Execution, Task } from "@catalyst/api";
import { titleCredential } from "@catalyst/core/apart";
import type { CliContext } from "../../cli-context.ts";
import type { AskingSettings } from "../../home/read-asking-settings.ts";
import { showRevision } from "../../output/events/show-revision.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { taskJson } from "../../tasks/show/task-json.ts";
import { namesOfKey } from "../options/read-keys.ts";
import type { ResolvedRun } from "./until-resolved.ts";

/** Tells what was decided on for a task before its agents begin. */
export function announce(
  { task, executions }: ResolvedRun,
  { providerVariables }: Pick<AskingSettings, "providerVariables">,
  { output }: Pick<CliContext, "output">,
): void {
  const { colors } = output;
  announceTask(task, { output });
  const names = executions.map(({ agentType }) => agentType).join(" against ");
  const name = cleanTerminalLine(task.repository?.name ?? "", 80);
  output.say(colors.dim(`· ${names} on ${name} ${describeWork({ task, executions })}`));
  const credentials = executions.flatMap(({ resolution }) => resolution?.credential ?? []);
  for (const line of new Set(credentials.map((credential) => describeKey(credential, providerVariables)))) {
    output.say(colors.dim(line));
  }
  for (const note of new Set(executions.flatMap(listNotes))) {
    output.say(colors.yellow(`! ${note}`));
  }
}

function describeWork({ task, executions }: Pick<ResolvedRun, "task" | "executions">): string {
  const base = showRevision(task.baseBranch ?? "");
  const reviewed = executions[0]?.resolution?.reviewed ?? null;
  return reviewed === null
    ? `from ${base}, result: ${task.branch}`
    : `reviews ${showRevision(reviewed.name)} (${reviewed.commit.slice(0, 10)}), compared with ${base}`;
}

/** Tells that a task is there. */
export function announceTask({ number, title }: Task, { output }: Pick<CliContext, "output">): void {
  output.say(`${output.colors.bold(`Task #${number}`)} ${cleanTerminalLine(title, 80)}`);
}

type ResolvedCredential = NonNullable<NonNullable<Execution["resolution"]>["credential"]>;

function describeKey(
  { provider, kind, hint, baseUrl, isOfTask }: ResolvedCredential,
  providerVariables: AskingSettings["providerVariables"],
): string {
  if (!isOfTask) {
    const title = titleCredential({ provider, kind });
    return `· ${kind === "key" ? "key" : "paid by"}: the stored ${title}${hint === "" ? "" : ` …${hint}`}`;
  }
  const where = baseUrl === null ? "" : `; requests go to ${cleanTerminalLine(baseUrl, 200)}`;
  const names = namesOfKey({ provider, kind }, providerVariables).join(" and ");
  const what = kind === "key" ? "key:" : `paid by: the ${titleCredential({ provider, kind })}`;
  return `· ${what} from ${names}, for this task alone${where}`;
}

function listNotes({ resolution, settingsCommit }: Execution): string[] {
  const { notes = [], settingsNote = null } = resolution ?? {};
  if (settingsNote === null) {
    return notes;
  }
  const others =
    settingsCommit === null ? " Say which branch is the main one: catalyst config default-branch <branch>" : "";
  return [...notes, `${settingsNote} To take its own: --trust-base.${others}`];
}

/** Tells how to come back to a task that goes on by itself. */
export function leaveDetached(task: Task, isJson: boolean, { output }: Pick<CliContext, "output">): void {
  if (isJson) {
    output.json(taskJson(task));
  } else {
    output.data(
      `Task #${task.number} runs in the background.\n  Follow it: catalyst tasks logs -f ${task.number}\n  Cancel it: catalyst tasks cancel ${task.number}`,
    );
  }
}
