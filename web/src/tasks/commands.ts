import type { TaskDetails } from "@catalyst/api";
import { quoteForShell } from "../words/quote-for-shell.ts";

/** What is done to a task, as its commands have it; what isn't said is as they take it by themselves. */
export interface RetryWish {
  agent: string;
  model: string;
  minutes: string;
}

export interface PublishWish {
  run: number | null;
  accept: readonly string[];
  reason: string;
  branch: string;
  base: string;
}

export interface BudgetWish {
  /** As it is typed: `5` sets, `+2` adds. */
  usd: string;
  tokens: string;
}

export interface LookedAt {
  number: number;
  isOver: boolean;
  hasResult: boolean;
  isArchived: boolean;
}

type Options = readonly (readonly [name: string, value: string | number | null])[];

export function retryCommand(task: number, { agent, model, minutes }: RetryWish): string {
  return commandOf("retry", task, [
    ["--agent", agent],
    ["--model", model],
    ["--timeout", minutes === "" ? "" : `${minutes}m`],
  ]);
}

export function publishCommand(task: number, { run, accept, reason, branch, base }: PublishWish): string {
  return commandOf("publish", task, [
    ["--run", run],
    ["--accept", accept.join(",")],
    ["--reason", accept.length === 0 ? "" : reason],
    ["--branch", branch],
    ["--base", base],
  ]);
}

export function resumeCommand(task: number, { usd, tokens }: BudgetWish): string {
  return commandOf("resume", task, [
    ["--budget-usd", usd],
    ["--budget-tokens", tokens],
  ]);
}

export function rejectCommand(task: number, feedback: string): string {
  return commandOf("reject", task, [["--feedback", feedback]]);
}

export function updateCommand(task: number, isRebase: boolean): string {
  return `catalyst tasks update ${task}${isRebase ? " --rebase" : ""}`;
}

export function archiveCommand(tasks: readonly number[], isArchived: boolean): string {
  return `catalyst tasks ${isArchived ? "archive" : "unarchive"} ${tasks.join(" ")}`;
}

/** What looks at a task, and takes it out of the lists; `run`: the attempt that is shown, null where it is the newest. */
export function lookCommands({ number, isOver, hasResult, isArchived }: LookedAt, run: number | null): string[] {
  const ofRun: Options = [["--run", run]];
  return [
    commandOf("show", number, []),
    `${commandOf("logs", number, ofRun)}${isOver ? "" : " --follow"}`,
    ...(hasResult ? [commandOf("patch", number, ofRun)] : []),
    ...(isOver || isArchived ? [archiveCommand([number], !isArchived)] : []),
  ];
}

/** How git shows a result that is a branch of a folder, and takes it into what is checked out there; empty: it is none, or not there alone. */
export function resultCommands({
  result,
  repository,
  baseBranch,
}: Pick<TaskDetails, "result" | "repository" | "baseBranch">): string[] {
  if (result?.publication.kind !== "branch" || repository?.vcs !== "local" || repository.url === "") {
    return [];
  }
  const { branch } = result.publication;
  const isUnrelated = result.findings.some(({ rule }) => rule === "unrelated_history");
  const git = `git -C ${quoteForShell(repository.url)}`;
  return [
    `${git} diff ${quoteForShell(`${baseBranch ?? ""}${isUnrelated ? ".." : "..."}${branch}`)}`,
    `${git} merge ${quoteForShell(branch)}`,
  ];
}

export function sendCommand(task: number, text: string): string {
  return `catalyst tasks send ${task} ${quoteForShell(text)}`;
}

function commandOf(verb: string, task: number, options: Options): string {
  const said = options.filter(([, value]) => value !== null && String(value).trim() !== "");
  return ["catalyst tasks", verb, task, ...said.map(([name, value]) => `${name} ${quoteForShell(String(value))}`)].join(
    " ",
  );
}
