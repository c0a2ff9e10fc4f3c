import { type AgentTask, describeVerification, type FailureReason, type TaskResult } from "@catalyst/core";
import { cleanTerminalLine, cleanTerminalText } from "../output/clean-terminal-text.ts";
import { formatUsage, type UsageTotal } from "../output/count-usage.ts";
import { formatElapsed, formatPlural } from "../output/format-quantity.ts";
import type { Colors } from "../output/output.ts";

const MAX_COMMITS = 20;

/** What to do about each reason, beside what the error message says already. */
const WAY_OUT: Record<FailureReason, (task: AgentTask) => string> = {
  agent_failed: ({ number }) =>
    `Read what it did: catalyst tasks logs ${number}. Try again: catalyst tasks retry ${number}`,
  timed_out: ({ number }) =>
    `Start it again with more time: catalyst run … --timeout 2h. What it did: catalyst tasks logs ${number}`,
  credential_missing: ({ number }) =>
    `Add a key (catalyst credentials add <provider>), then: catalyst tasks retry ${number}`,
  credential_rejected: ({ number }) =>
    `Replace the key (catalyst credentials add <provider> --replace), then: catalyst tasks retry ${number}`,
  rate_limited: ({ number }) => `The provider limits this key. Wait a while, then: catalyst tasks retry ${number}`,
  provider_unavailable: ({ number }) =>
    `The provider didn't answer as it should. Later: catalyst tasks retry ${number}`,
  budget_exceeded: ({ number }) => `The budget is spent. Raise it, then: catalyst tasks retry ${number}`,
  setup_failed: ({ number }) => `Mend the project's setup hook, then: catalyst tasks retry ${number}`,
  verify_failed: ({ number }) =>
    `Give the agent another turn: catalyst tasks send ${number} "…", or publish it as it is: catalyst tasks publish ${number}`,
  isolation_unavailable: () => "See what is missing and how to mend it: catalyst doctor",
  gateway_unavailable: ({ number }) =>
    `See what is wrong with the gateway (catalyst doctor), then: catalyst tasks retry ${number}`,
  environment_lost: ({ number }) => `Try again: catalyst tasks retry ${number}. If it happens again: catalyst doctor`,
  out_of_memory: ({ number }) =>
    `Give environments more memory (CATALYST_MEMORY_MIB), then: catalyst tasks retry ${number}`,
  disk_full: ({ number }) => `Give environments more disk (CATALYST_DISK_MIB), then: catalyst tasks retry ${number}`,
  policy_violation: ({ number }) => `The branch was not made. All of it: catalyst tasks show ${number}`,
  settings_invalid: ({ number }) =>
    `Mend .catalyst/config.yaml on the base branch (catalyst config check), then: catalyst tasks retry ${number}`,
  repository_unavailable: ({ number }) => `Mend the repository, then: catalyst tasks retry ${number}`,
  internal_error: ({ number }) =>
    `Look into the logs in CATALYST_HOME (catalyst doctor names it), then: catalyst tasks retry ${number}`,
};

export interface SummaryInput {
  task: AgentTask;
  repository: { vcs: "local" | "github"; url: string };
  usage: UsageTotal;
  elapsedMilliseconds: number;
  /** Leaves out what to do next with a result. */
  isBrief?: boolean;
}

/** The end of a task as lines for a person: what came of it and what to do next. */
export function renderSummary(input: SummaryInput, colors: Colors): string[] {
  const { task } = input;
  const facts = [formatElapsed(input.elapsedMilliseconds), formatUsage(input.usage)]
    .filter((fact) => fact !== null)
    .join(", ");
  switch (task.status) {
    case "completed":
      return [
        "",
        `${colors.green("✓")} ${colors.bold(`Task #${task.number} is completed`)} (${facts})`,
        ...renderResult(input, colors),
      ];
    case "cancelled":
      return [
        "",
        `${colors.yellow("■")} Task #${task.number} is cancelled (${facts}). Nothing of it runs any more.`,
        ...renderKept(task, colors),
      ];
    case "failed":
      return [
        "",
        `${colors.red("✗")} ${colors.bold(`Task #${task.number} failed`)}: ${reasonText(task)} (${facts})`,
        ...renderFailure(task, colors),
      ];
    case "awaiting_approval":
      return ["", ...renderWaiting(task, facts, colors)];
    case "paused_budget":
      return [
        "",
        `${colors.yellow("‖")} ${colors.bold(`Task #${task.number} is paused`)}: its budget is spent (${facts})`,
        ...describeError(task),
        ...renderKept(task, colors),
      ];
    default:
      return [
        "",
        `Task #${task.number} is ${task.status} (${facts}). Follow it: catalyst tasks logs -f ${task.number}`,
      ];
  }
}

/** A plan to be read, or results of a race to be picked from. */
function renderWaiting(task: AgentTask, facts: string, colors: Colors): string[] {
  const { number, plan } = task;
  if (plan === null || plan.approvedAt !== null) {
    return [
      `${colors.yellow("?")} ${colors.bold(`Task #${number} waits for you to pick a result`)} (${facts})`,
      ...next([`catalyst tasks show ${number}`, `catalyst tasks publish ${number} --run <number>`], colors),
    ];
  }
  const lines = cleanTerminalText(plan.markdown).trim().split("\n");
  return [
    `${colors.yellow("?")} ${colors.bold(`Task #${number} waits for your approval of its plan`)} (${facts})`,
    "",
    ...lines.map((line) => `  ${colors.dim("│")} ${line}`),
    "",
    ...next(
      [
        `catalyst tasks approve ${number}`,
        `catalyst tasks approve ${number} --edit`,
        `catalyst tasks reject ${number} --feedback "…"`,
      ],
      colors,
    ),
  ];
}

function reasonText({ failureReason }: AgentTask): string {
  return (failureReason ?? "internal_error").replaceAll("_", " ");
}

function renderResult({ task, repository, isBrief }: SummaryInput, colors: Colors): string[] {
  const result = task.resultPayload;
  const show = `catalyst tasks show ${task.number}`;
  if (result === null || result.branch === null) {
    const verification = result === null ? [] : renderVerification(result, colors);
    const lines = ["  The agent left no commits, so there is no branch.", ...verification];
    return [...lines, ...(isBrief ? [] : next([show], colors))];
  }
  const { branch, keptAt } = result;
  const isElsewhere = keptAt !== null || repository.vcs !== "local";
  const fetch = keptAt === null ? [] : [`git fetch ${shellQuote(keptAt)} ${branch}:${branch}`];
  const merge = isElsewhere ? [] : [`git merge ${branch}`];
  const diff = `git diff ${shellQuote(cleanTerminalLine(task.baseBranch, 255))}...${branch}`;
  const lines = [...renderCommits(result, colors), ...renderVerification(result, colors)];
  return [...lines, ...(isBrief ? [] : next([...fetch, diff, ...merge, show], colors))];
}

function renderCommits({ branch, commits, diffStat }: TaskResult, colors: Colors): string[] {
  const shown = commits
    .slice(0, MAX_COMMITS)
    .map(
      ({ sha, subject }) =>
        `    ${colors.yellow(cleanTerminalLine(sha, 64).slice(0, 10))} ${cleanTerminalLine(subject, 100)}`,
    );
  const more = commits.length > MAX_COMMITS ? [`    … ${commits.length - MAX_COMMITS} more`] : [];
  return [
    `  Branch   ${colors.cyan(branch ?? "(none)")}`,
    `  Commits  ${commits.length}`,
    ...shown,
    ...more,
    `  Changes  ${formatPlural(diffStat.files, "file")}, ${colors.green(`+${diffStat.insertions}`)} ${colors.red(`-${diffStat.deletions}`)}`,
  ];
}

/** Whether the project's own check accepted the result; of a failure, what it said. */
function renderVerification({ verification, isDraft }: TaskResult, colors: Colors): string[] {
  if (verification === null) {
    return [];
  }
  if (verification.isPassed) {
    const attempt = verification.attempts === 1 ? "" : ` (at attempt ${verification.attempts})`;
    return [`  Verify   ${colors.green("passed")}${attempt}`];
  }
  const draft = isDraft ? [`  ${colors.yellow("Published as a draft")}: the project's verification fails.`] : [];
  const said = cleanTerminalText(describeVerification(verification)).split("\n");
  return [...draft, ...said.map((line) => `  ${colors.yellow("!")} ${line}`)];
}

/** What the message says already (the findings, how to fetch the kept result) is not said twice. */
function renderFailure(task: AgentTask, colors: Colors): string[] {
  const kept = task.errorMessage?.includes(task.resultPayload?.keptAt ?? "\0") ? [] : renderKept(task, colors);
  return [
    ...describeError(task),
    ...kept,
    `  ${colors.bold("Next")}: ${WAY_OUT[task.failureReason ?? "internal_error"](task)}`,
  ];
}

function describeError({ errorMessage }: AgentTask): string[] {
  return cleanTerminalText(errorMessage ?? "No reason was recorded.")
    .split("\n")
    .map((line) => `  ${line}`);
}

function renderKept(task: AgentTask, colors: Colors): string[] {
  const keptAt = task.resultPayload?.keptAt ?? null;
  if (keptAt === null) {
    return [];
  }
  return [
    "  Its commits are kept, not published:",
    ...renderCommits(task.resultPayload as TaskResult, colors).slice(1),
    ...next([`git fetch ${shellQuote(keptAt)} ${task.branch}:${task.branch}`], colors),
  ];
}

function next(commands: string[], colors: Colors): string[] {
  return [`  ${colors.bold("Next")}:`, ...commands.map((command) => `    ${command}`)];
}

/** The word as a POSIX shell reads it back. */
function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
