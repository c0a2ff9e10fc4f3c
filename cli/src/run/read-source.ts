import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";
import { readStdin } from "../read-stdin.ts";
import type { RunSource } from "./run-task-input.ts";

/** The options that say what a task is about, as commander gives them. */
export interface SourceOptions {
  issueFile?: string;
  issue?: string;
  review?: string;
  fix?: string;
}

const NAMES = {
  issueFile: "--issue-file",
  issue: "--issue",
  review: "--review",
  fix: "--fix",
} as const satisfies Record<keyof SourceOptions, string>;

/** What is wanted: the prompt, or one of the options with it. Throws `invalid_input` for several, and for nothing. */
export async function readSource(
  prompt: string | undefined,
  options: SourceOptions,
  context: CliContext,
): Promise<RunSource> {
  const given = (Object.keys(NAMES) as (keyof SourceOptions)[]).filter((key) => options[key] !== undefined);
  if (given.length > 1) {
    throw new CatalystError(
      "invalid_input",
      `Starting the task failed: ${given.map((key) => NAMES[key]).join(" and ")} are different tasks. Give one of them.`,
    );
  }
  const { issueFile, issue, review, fix } = options;
  if (issueFile !== undefined) {
    if (prompt !== undefined) {
      throw new CatalystError(
        "invalid_input",
        "Starting the task failed: it has a prompt and an --issue-file. Give one of them.",
      );
    }
    return { kind: "issue", markdown: await readIssueFile(resolve(context.currentFolder, issueFile)), path: issueFile };
  }
  if (prompt === undefined && given.length === 0) {
    throw new CatalystError(
      "invalid_input",
      'Starting the task failed: nothing was asked for. Say what is wanted: catalyst run "Fix the failing test", or give an --issue-file.',
    );
  }
  const text = await readPromptText(prompt ?? "", context);
  if (review !== undefined && !/^https?:/i.test(review)) {
    return { kind: "review", head: review, text };
  }
  const subjects = { issue, review, fix };
  const work = (Object.keys(subjects) as (keyof typeof subjects)[]).find((key) => subjects[key] !== undefined);
  return work === undefined ? { kind: "prompt", text } : { kind: "subject", url: subjects[work] ?? "", work, text };
}

async function readPromptText(prompt: string, { stdin }: CliContext): Promise<string> {
  return prompt === "-" ? readStdin(stdin) : prompt;
}

async function readIssueFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new CatalystError(
      "invalid_input",
      `Reading the issue from ${path} failed: ${(cause as Error).message}. Check the path given with --issue-file.`,
      { cause },
    );
  }
}
