import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CatalystError } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { readStdin } from "../read-stdin.ts";
import { parseTimeout } from "./parse-timeout.ts";
import { type RunSource, runTask } from "./run-task.ts";

/** The options of `run` as commander gives them. */
export interface RunOptions {
  repo: string;
  agent?: string;
  model?: string;
  base?: string;
  branch?: string;
  timeout?: string;
  issueFile?: string;
  json?: boolean;
  detach?: boolean;
}

/** Reads what the command line says and does it. */
export async function runFromOptions(
  { prompt, options }: { prompt: string | undefined; options: RunOptions },
  context: CliContext,
): Promise<void> {
  const timeoutSeconds = options.timeout === undefined ? null : parseTimeout(options.timeout);
  const source = await readSource(prompt, options, context);
  await runTask(
    {
      source,
      repo: options.repo,
      agent: options.agent ?? null,
      model: options.model ?? null,
      base: options.base ?? null,
      branch: options.branch ?? null,
      timeoutSeconds,
      isJson: options.json === true,
      isDetached: options.detach === true,
    },
    context,
  );
}

async function readSource(
  prompt: string | undefined,
  { issueFile }: RunOptions,
  context: CliContext,
): Promise<RunSource> {
  if (issueFile !== undefined && prompt !== undefined) {
    throw new CatalystError(
      "invalid_input",
      "Starting the task failed: it has a prompt and an --issue-file. Give one of them.",
    );
  }
  if (issueFile !== undefined) {
    return { kind: "issue", markdown: await readIssueFile(resolve(context.currentFolder, issueFile)), path: issueFile };
  }
  if (prompt === undefined) {
    throw new CatalystError(
      "invalid_input",
      'Starting the task failed: nothing was asked for. Say what is wanted: catalyst run "Fix the failing test", or give an --issue-file.',
    );
  }
  return { kind: "prompt", text: prompt === "-" ? await readStdin(context.stdin) : prompt };
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
