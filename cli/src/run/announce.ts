import type { AgentExecution, AgentTask, ResolvedCredential } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { showRevision } from "../output/show-revision.ts";
import { namesOfKey } from "./read-keys.ts";
import { taskRecord } from "./task-record.ts";
import type { ResolvedRun } from "./until-resolved.ts";

/** Tells what was decided on for a task before its agents begin. */
export function announce(
  { task, executions }: ResolvedRun,
  { repository, config }: { repository: { name: string }; config: CliConfig },
  { output }: CliContext,
): void {
  const { colors } = output;
  announceTask(task, { output });
  const names = executions.map(({ agentType }) => agentType).join(" against ");
  const name = cleanTerminalLine(repository.name, 80);
  output.say(colors.dim(`· ${names} on ${name} ${describeWork({ task, executions })}`));
  const credentials = executions.flatMap(({ resolution }) => resolution?.credential ?? []);
  for (const line of new Set(credentials.map((credential) => describeKey(credential, config)))) {
    output.say(colors.dim(line));
  }
  for (const note of new Set(executions.flatMap(listNotes))) {
    output.say(colors.yellow(`! ${note}`));
  }
}

function describeWork({ task, executions }: ResolvedRun): string {
  const base = showRevision(task.baseBranch ?? "");
  const reviewed = executions[0]?.resolution?.reviewed ?? null;
  return reviewed === null
    ? `from ${base}, result: ${task.branch}`
    : `reviews ${showRevision(reviewed.name)} (${reviewed.commit.slice(0, 10)}), compared with ${base}`;
}

/** Tells that a task is there. */
export function announceTask({ number, contextPayload }: AgentTask, { output }: Pick<CliContext, "output">): void {
  output.say(`${output.colors.bold(`Task #${number}`)} ${cleanTerminalLine(contextPayload.title, 80)}`);
}

function describeKey(
  { provider, hint, baseUrl, isOfTask }: ResolvedCredential,
  { providerVariables }: CliConfig,
): string {
  if (!isOfTask) {
    return `· key: the stored ${provider} credential${hint === "" ? "" : ` …${hint}`}`;
  }
  const where = baseUrl === null ? "" : `; requests go to ${cleanTerminalLine(baseUrl, 200)}`;
  return `· key: from ${namesOfKey(provider, providerVariables).join(" and ")}, for this task alone${where}`;
}

function listNotes({ resolution, settingsCommit }: AgentExecution): string[] {
  const { notes = [], settingsNote = null } = resolution ?? {};
  if (settingsNote === null) {
    return notes;
  }
  const others =
    settingsCommit === null ? " Say which branch is the main one: catalyst config default-branch <branch>" : "";
  return [...notes, `${settingsNote} To take its own: --trust-base.${others}`];
}

export function leaveDetached(task: AgentTask, isJson: boolean, { output }: CliContext): AgentTask {
  if (isJson) {
    output.json(taskRecord(task));
  } else {
    output.data(
      `Task #${task.number} runs in the background.\n  Follow it: catalyst tasks logs -f ${task.number}\n  Cancel it: catalyst tasks cancel ${task.number}`,
    );
  }
  return task;
}

export function sayStarting({ output }: Pick<CliContext, "output">): void {
  output.say(output.colors.dim("· starting worker and gateway; they end by themselves when nothing is left to do"));
}
