import type { Execution, TaskDetails } from "@catalyst/api";
import { NO_USAGE } from "@catalyst/core/apart";
import { showRevision } from "../../output/events/show-revision.ts";
import type { Colors } from "../../output/output.ts";
import { paintStatus } from "../../output/paint-status.ts";
import { cleanTerminalLine, cleanTerminalText } from "../../output/words/clean-terminal-text.ts";
import { formatTime } from "../../output/words/format-quantity.ts";
import { NO_REPOSITORY } from "../../run/follow/see-through.ts";
import { findGitPlace } from "../../run/summary/git-place.ts";
import { renderSummary } from "../../run/summary/render-summary.ts";
import { compareExecutions, duration } from "./compare-executions.ts";
import type { SeenTask } from "./read-task-details.ts";
import { renderEnding } from "./render-ending.ts";
import { renderKeptRun } from "./render-kept-run.ts";
import { renderResolution } from "./render-resolution.ts";
import { renderSpending } from "./render-spending.ts";

const SHOWN_DIGITS = 10;

/** All that is known of a task, as lines for a person. */
export function renderTaskDetails(
  details: SeenTask,
  where: Parameters<typeof findGitPlace>[1],
  colors: Colors,
): string[] {
  const { task, spending, executions } = details;
  const repository = task.repository ?? NO_REPOSITORY;
  const { title, body } = readAsked(task);
  const latest = executions.at(-1);
  const place = findGitPlace(repository, where);
  return [
    `${colors.bold(`Task #${task.number}`)} ${title}`,
    ...(body.join("") === "" ? [] : body.map((line) => colors.dim(`  │ ${line}`))),
    `  Status   ${paintStatus(task, colors, task.waiting)}`,
    ...renderEnding(task.ending),
    ...(task.archivedAt === null ? [] : [`  Archived ${formatTime(new Date(task.archivedAt))}`]),
    `  Id       ${task.id}`,
    `  Agent    ${task.agentType ?? "(not decided)"}${task.model === null ? "" : `, ${cleanTerminalLine(task.model, 100)}`}`,
    `  Repo     ${task.repository === null ? "(gone)" : cleanTerminalLine(task.repository.url, 300)}${place.isMissing ? " (no such folder here)" : ""}, from ${showRevision(task.baseBranch ?? task.asked.base ?? "HEAD")}`,
    ...renderSettings(task, latest?.execution).map((line) => `  Settings ${line}`),
    ...(task.hasOutsiderInput
      ? ["  Told     also words of outsiders: it reaches no hosts, and is proposed as a draft"]
      : []),
    ...renderResolution(task, latest?.execution),
    `  Created  ${formatTime(new Date(task.createdAt))}`,
    ...renderPosted(executions.map(({ execution }) => execution)),
    ...renderSpending(spending, executions),
    ...compareExecutions(executions, task, colors),
    ...renderKeptRun(details, place.git),
    ...renderSummary(
      {
        task,
        repository,
        place,
        usage: latest?.usage ?? NO_USAGE,
        elapsedMilliseconds: latest === undefined ? 0 : duration(latest.execution),
        keptUntil: task.keptUntil,
        isShown: true,
        results: executions.flatMap(({ execution }) => execution.result ?? []),
      },
      colors,
    ),
  ];
}

/** A task that was asked for in words has their beginning as its title: that isn't said twice. */
export function readAsked({ title, body }: Pick<TaskDetails, "title" | "body">): { title: string; body: string[] } {
  const isCut = body !== title && body.startsWith(title);
  return {
    title: `${cleanTerminalLine(title, 200)}${isCut ? "…" : ""}`,
    body: body === title ? [] : cleanTerminalText(body).split("\n").slice(0, 20),
  };
}

/** Where something was said of it on a forge, while it goes on, too. */
function renderPosted(executions: readonly Pick<Execution, "commentsPosted">[]): string[] {
  const urls = new Set(executions.flatMap(({ commentsPosted }) => commentsPosted));
  return [...urls].map((url) => `  Posted   ${cleanTerminalLine(url, 300)}`);
}

/** Whose settings count, where they aren't simply the base's. */
function renderSettings({ options }: TaskDetails, latest: Execution | undefined): string[] {
  const { trustedBase } = options;
  if (latest === undefined || latest.baseCommit === null) {
    return trustedBase === null ? [] : [`of the base, which was trusted at ${trustedBase.slice(0, SHOWN_DIGITS)}`];
  }
  if (latest.settingsCommit === null) {
    return ["yours alone; setup gets no secrets"];
  }
  const commit = latest.settingsCommit.slice(0, SHOWN_DIGITS);
  if (latest.settingsCommit === trustedBase) {
    return [`of the base at ${commit}, which was trusted for this task`];
  }
  return latest.settingsCommit === latest.baseCommit ? [] : [`of ${commit}, not of the base`];
}
