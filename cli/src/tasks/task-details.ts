import {
  type AgentExecution,
  type AgentTask,
  findWaiting,
  NO_USAGE,
  type Repo,
  type Retention,
  type TaskSpending,
  type TaskWait,
  type UsageTotal,
} from "@catalyst/core";
import type { Stores } from "../open-stores.ts";
import { cleanTerminalLine, cleanTerminalText } from "../output/clean-terminal-text.ts";
import type { Colors } from "../output/output.ts";
import { paintStatus } from "../output/paint-status.ts";
import { showRevision } from "../output/show-revision.ts";
import { findKeptUntil } from "../run/summary/find-kept-until.ts";
import { findGitPlace } from "../run/summary/git-place.ts";
import { renderSummary } from "../run/summary/render-summary.ts";
import { taskRecord } from "../run/task-record.ts";
import { compareExecutions, duration } from "./compare-executions.ts";
import { renderResolution } from "./render-resolution.ts";
import { renderSpending } from "./render-spending.ts";

const SHOWN_DIGITS = 10;

export interface TaskDetails {
  task: AgentTask;
  repo: Repo | null;
  spending: TaskSpending;
  executions: { execution: AgentExecution; usage: UsageTotal }[];
  /** null: it doesn't wait for a place. */
  waiting: TaskWait | null;
  /** null: nothing of its result is kept. */
  keptUntil: Date | null;
}

export async function readTaskDetails(
  task: AgentTask,
  stores: Pick<Stores, "repos" | "executions" | "events" | "budgets" | "queue">,
  retention: Retention,
): Promise<TaskDetails> {
  const executions = await stores.executions.listForTask(task.id);
  const details = [];
  for (const execution of executions) {
    details.push({ execution, usage: await stores.events.totalUsage(execution.id) });
  }
  const spending = await stores.budgets.spent(task.id);
  const waiting = (await findWaiting([task], stores.queue)).get(task.id) ?? null;
  const repo = await stores.repos.get(task.repoId);
  return { task, repo, spending, executions: details, waiting, keptUntil: findKeptUntil(task, executions, retention) };
}

export function taskDetailsRecord({ task, repo, spending, executions, waiting, keptUntil }: TaskDetails) {
  return {
    ...taskRecord(task),
    waiting,
    keptUntil,
    asked: task.asked,
    repository: repo?.url ?? null,
    spent: spending.spent,
    budgets: spending.limits,
    executions: executions.map(({ execution, usage }) => ({
      id: execution.id,
      agent: execution.agentType,
      model: execution.model,
      purpose: execution.purpose,
      continuesId: execution.continuesId,
      state: execution.state,
      result: execution.result,
      baseCommit: execution.baseCommit,
      settingsCommit: execution.settingsCommit,
      asked: execution.asked,
      resolution: execution.resolution,
      refusal: execution.refusal,
      agentCommand: execution.agentCommand,
      exitCode: execution.exitCode,
      startedAt: execution.startedAt,
      endedAt: execution.endedAt,
      usage,
    })),
  };
}

export function renderTaskDetails(details: TaskDetails, currentFolder: string, colors: Colors): string[] {
  const repository = details.repo ?? { vcs: "local" as const, url: "" };
  const { task, repo, spending, executions, waiting, keptUntil } = details;
  const body = cleanTerminalText(task.contextPayload.body).split("\n").slice(0, 20);
  const latest = executions.at(-1);
  return [
    `${colors.bold(`Task #${task.number}`)} ${cleanTerminalLine(task.contextPayload.title, 200)}`,
    ...(body.join("") === "" ? [] : body.map((line) => colors.dim(`  │ ${line}`))),
    `  Status   ${paintStatus(task, colors, waiting)}`,
    `  Id       ${task.id}`,
    `  Agent    ${task.agentType ?? "(not decided)"}${task.model === null ? "" : `, ${cleanTerminalLine(task.model, 100)}`}`,
    `  Repo     ${repo === null ? "(gone)" : cleanTerminalLine(repo.url, 300)}, from ${showRevision(task.baseBranch ?? task.asked.base ?? "HEAD")}`,
    ...renderSettings(task, latest?.execution).map((line) => `  Settings ${line}`),
    ...renderResolution(task, latest?.execution),
    `  Created  ${task.createdAt.toISOString()}`,
    ...renderSpending(spending, executions),
    ...compareExecutions(executions, colors),
    ...renderSummary(
      {
        task,
        repository,
        place: findGitPlace(repository, currentFolder),
        usage: latest?.usage ?? NO_USAGE,
        elapsedMilliseconds: latest === undefined ? 0 : duration(latest.execution),
        keptUntil,
      },
      colors,
    ),
  ];
}

/** Whose settings count, where they aren't simply the base's. */
function renderSettings({ options }: AgentTask, latest: AgentExecution | undefined): string[] {
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
