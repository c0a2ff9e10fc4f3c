import { findAgent } from "@catalyst/agents";
import { type AgentTask, CatalystError, cancelTask, type ExecutionEvent, TaskOptions, type User } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import type { Stores } from "../open-stores.ts";
import type { Output } from "../output/output.ts";
import { renderEvent } from "../output/render-event.ts";
import type { RunRepository } from "../run/find-repository.ts";
import { followTask } from "../run/follow-task.ts";
import { submitRun } from "../run/submit-run.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { RUN_TEST } from "./demo-repository.ts";

const TIMEOUT_SECONDS = 60;
const EXIT_CODE = /exit code of the test: (\d+)/;
/** What node --test says of interest to a person. */
const WORTH_SHOWING = /^(✔|✖ (?!failing tests)|ℹ (pass|fail) )/;

export interface SandboxTestInput {
  repository: RunRepository;
  stores: Stores;
  config: CliConfig;
  user: User;
}

/** Runs the repository's test as a task of its own, without a model; returns the test's exit code. */
export async function runTestInSandbox(
  { repository, stores, config, user }: SandboxTestInput,
  context: CliContext,
): Promise<number> {
  const { output, interrupted } = context;
  const request = {
    text: { title: "Run the repository's test", body: RUN_TEST },
    isIssue: false,
    options: TaskOptions.parse({}),
    branch: null,
  };
  const task = await submitRun(
    {
      ...request,
      repository,
      user,
      agents: [{ agent: findAgent("script"), model: null, choice: { kind: "none" } }],
      timeoutSeconds: TIMEOUT_SECONDS,
      enabledAgents: null,
      trustedBranches: [],
    },
    stores,
  );
  const actor = { kind: "owner", userId: user.id } as const;
  const cancel = () => void cancelTask({ taskId: task.id, actor }, stores).catch(() => undefined);
  interrupted.addEventListener("abort", cancel, { once: true });
  const said: string[] = [];
  output.status("preparing the environment …");
  try {
    const onEvent = (event: ExecutionEvent) => {
      said.push(...readOutput(event));
    };
    const ended = await followTask(
      {
        taskId: task.id,
        signal: new AbortController().signal,
        onTick: async () => void (await ensureUp(config)),
        onEvent,
      },
      stores,
    );
    return judge(ended, said, output);
  } finally {
    output.status(null);
    interrupted.removeEventListener("abort", cancel);
  }
}

function readOutput({ body }: ExecutionEvent): string[] {
  return body.type === "log" && body.stream !== "system" ? body.text.split("\n") : [];
}

function judge(task: AgentTask, said: string[], output: Output): number {
  if (task.status === "cancelled") {
    throw new CatalystError("cancelled", "The demo was cancelled; nothing of it runs any more.");
  }
  const exitCode = said.map((line) => EXIT_CODE.exec(line)?.[1]).findLast((code) => code !== undefined);
  if (exitCode === undefined) {
    throw new CatalystError(
      "unavailable",
      `Running the demo's test in the sandbox failed: ${task.errorMessage ?? "it said nothing."} See: catalyst doctor`,
    );
  }
  // The reporter tells the failures a second time, in detail, after its counts.
  const shown = new Set(said.filter((line) => WORTH_SHOWING.test(line)));
  for (const line of renderEvent(
    { body: { type: "log", stream: "stdout", text: [...shown].join("\n") } },
    output.colors,
  )) {
    output.data(line);
  }
  return Number(exitCode);
}
