import { join } from "node:path";
import type { Task, TaskResult } from "@catalyst/api";
import type { StoredWay } from "@catalyst/core";
import { branchOf, describeVerification, isDraft, keptAtOf } from "@catalyst/core/apart";
import { isHeld, isToBePicked } from "../../output/is-to-be-picked.ts";
import type { Colors } from "../../output/output.ts";
import { cleanTerminalText } from "../../output/words/clean-terminal-text.ts";
import { formatElapsed } from "../../output/words/format-quantity.ts";
import { formatUsage } from "../../output/words/format-usage.ts";
import { reasonWords } from "../../output/words/reason-words.ts";
import { shellQuote } from "../../output/words/shell-quote.ts";
import { sayWay } from "../../output/words/ways-out.ts";
import { diffCommand } from "./diff-command.ts";
import { renderAddress } from "./render-address.ts";
import { renderBeside } from "./render-beside.ts";
import { renderCommits } from "./render-commits.ts";
import { renderKept } from "./render-kept.ts";
import { renderKeptUntil } from "./render-kept-until.ts";
import { renderNext } from "./render-next.ts";
import { renderReview } from "./render-review.ts";
import type { SummaryInput } from "./summary-input.ts";

/** The end of a task as lines for a person: what came of it and what to do next. */
export function renderSummary(input: SummaryInput, colors: Colors): string[] {
  const { task } = input;
  const facts = [formatElapsed(input.elapsedMilliseconds), formatUsage(input.usage)]
    .filter((fact) => fact !== null)
    .join(", ");
  switch (task.status) {
    case "completed":
      return ["", ...renderCompleted(input, facts, colors)];
    case "cancelled":
      return [
        "",
        `${colors.yellow("■")} Task #${task.number} is cancelled (${facts}). Nothing of it runs any more.`,
        ...renderKept(input, colors),
        ...(input.isBrief ? [] : renderNext([`catalyst tasks retry ${task.number}`], colors)),
      ];
    case "failed":
    case "refused":
      return [
        "",
        `${colors.red("✗")} ${colors.bold(`Task #${task.number} ${task.status === "refused" ? "was refused" : "failed"}`)}: ${reasonWords(task.failureReason)} (${facts})`,
        ...renderFailure(input, colors),
      ];
    case "awaiting_approval":
      return ["", ...renderWaiting(input, facts, colors)];
    case "paused_budget":
      return [
        "",
        `${colors.yellow("‖")} ${colors.bold(`Task #${task.number} is paused`)}: its budget is spent (${facts})`,
        ...describeError(task),
        ...renderKept(input, colors),
        ...renderWay(task, colors),
      ];
    default:
      return [
        "",
        `Task #${task.number} is ${task.status} (${facts}). Follow it: catalyst tasks logs -f ${task.number}`,
      ];
  }
}

/** What was lost, and what isn't verified, is never said in passing. */
function renderCompleted(input: SummaryInput, facts: string, colors: Colors): string[] {
  const { number, result, taskType } = input.task;
  const flaw = taskType === "pr_review" ? null : describeFlaw(result);
  const title = colors.bold(`Task #${number} is completed${flaw === null ? "" : `, but ${flaw}`}`);
  return [
    `${flaw === null ? colors.green("✓") : colors.yellow("!")} ${title} (${facts})`,
    ...renderResult(input, colors),
  ];
}

function describeFlaw(result: TaskResult | null): string | null {
  if ((result?.leftOut.length ?? 0) > 0) {
    return result?.headCommit == null ? "nothing could be taken" : "not all of its work could be taken";
  }
  return isDraft(result) ? "its verification fails: its branch is a draft" : null;
}

/** A plan to be read, one result to be seen, or results of a race to be picked from. */
function renderWaiting(input: SummaryInput, facts: string, colors: Colors): string[] {
  const { task, place, results } = input;
  const { number, plan } = task;
  if (isHeld(task)) {
    return [
      `${colors.yellow("?")} ${colors.bold(`Task #${number} waits for your word before its result is published`)} (${facts})`,
      ...describeError(task),
      ...renderKept(input, colors),
      ...renderWay(task, colors),
    ];
  }
  if (isToBePicked(task)) {
    const { git } = place;
    const { baseBranch: base } = task;
    const look = results?.flatMap((result) =>
      result.ref === null ? [] : diffCommand({ git, base, head: result.ref, result }),
    );
    return [
      `${colors.yellow("?")} ${colors.bold(`Task #${number} waits for you to pick a result`)} (${facts})`,
      ...renderNext(
        [...(look ?? [`catalyst tasks show ${number}`]), `catalyst tasks publish ${number} --run <number>`],
        colors,
      ),
    ];
  }
  const lines = cleanTerminalText(plan?.markdown ?? "")
    .trim()
    .split("\n");
  return [
    `${colors.yellow("?")} ${colors.bold(`Task #${number} waits for your approval of its plan`)} (${facts})`,
    "",
    ...lines.map((line) => `  ${colors.dim("│")} ${line}`),
    "",
    ...renderNext(
      [
        `catalyst tasks approve ${number}`,
        `catalyst tasks approve ${number} --edit`,
        `catalyst tasks reject ${number} --feedback "…"`,
      ],
      colors,
    ),
  ];
}

function renderResult(input: SummaryInput, colors: Colors): string[] {
  const { task, isBrief } = input;
  if (task.taskType !== "pr_review" || task.result === null) {
    return renderBranch(input, colors);
  }
  const next = [`catalyst tasks send ${task.number} "…"`];
  return [...renderReview(task.result, colors), ...(isBrief ? [] : renderNext(next, colors))];
}

function renderBranch(input: SummaryInput, colors: Colors): string[] {
  const { task, place, isBrief, keptUntil } = input;
  const { result } = task;
  const show = input.isShown ? [] : [`catalyst tasks show ${task.number}`];
  const branch = branchOf(result);
  if (result === null || branch === null) {
    const verification = result === null ? [] : renderVerification(result, colors);
    const beside = result === null ? [] : renderBeside(result, place, colors);
    const until = renderKeptUntil(result, keptUntil);
    const lines = ["  The agent left no commits, so there is no branch.", ...beside, ...until, ...verification];
    return [...lines, ...(isBrief ? [] : renderNext(show, colors))];
  }
  const lines = [
    `  Branch   ${colors.cyan(branch)}`,
    ...renderAddress(result),
    ...renderCommits(result, colors),
    ...renderBeside(result, place, colors),
    ...renderKeptUntil(result, keptUntil),
    ...renderVerification(result, colors),
  ];
  return [...lines, ...(isBrief ? [] : renderNext([...listCalls(input, { result, branch }), ...show], colors))];
}

/** How git brings a branch in and shows it; nothing where the folder to do so isn't there. */
function listCalls(
  { task, repository, place }: SummaryInput,
  { result, branch }: { result: TaskResult; branch: string },
): string[] {
  const { git, hasCheckout, keptFolder, isMissing } = place;
  if (isMissing) {
    return [];
  }
  const keptAt = keptAtOf(result);
  const fetch = keptAt === null ? [] : [`${git} fetch ${shellQuote(join(keptFolder, keptAt))} ${branch}:${branch}`];
  const isMergeable = keptAt === null && repository.vcs === "local" && hasCheckout;
  const diff = diffCommand({ git, base: task.baseBranch, head: branch, result });
  return [...fetch, diff, ...(isMergeable ? [`${git} merge ${branch}`] : [])];
}

/** Whether the project's own check accepted the result; of a failure, what it said. */
function renderVerification(result: TaskResult, colors: Colors): string[] {
  const { verification } = result;
  if (verification === null) {
    return [];
  }
  if (verification.isPassed) {
    const attempt = verification.attempts === 1 ? "" : ` (at attempt ${verification.attempts})`;
    return [`  Verify   ${colors.green("passed")}${attempt}`];
  }
  const draft = isDraft(result)
    ? [`  ${colors.yellow("Published as a draft")}: the project's verification fails.`]
    : [];
  const said = cleanTerminalText(describeVerification(verification)).split("\n");
  return [...draft, ...said.map((line) => `  ${colors.yellow("!")} ${line}`)];
}

function renderFailure(input: SummaryInput, colors: Colors): string[] {
  const { task } = input;
  const kept = renderKept(input, colors);
  return [...describeError(task), ...kept, ...renderWay(task, colors)];
}

function renderWay({ way }: Task, colors: Colors): string[] {
  const words = sayWay(way as StoredWay | null);
  return words === null ? [] : [`  ${colors.bold("Next")}: ${cleanTerminalText(words)}`];
}

function describeError({ errorMessage }: Task): string[] {
  return cleanTerminalText(errorMessage ?? "No reason was recorded.")
    .split("\n")
    .map((line) => `  ${line}`);
}
