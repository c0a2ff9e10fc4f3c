import {
  type AgentTask,
  CatalystError,
  cancelTask,
  type ExecutionEvent,
  submitTask,
  TaskRequest,
} from "@catalyst/core";
import { readAskedHead } from "@catalyst/git";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { findActor, type Stores } from "../open-stores.ts";
import type { Output } from "../output/output.ts";
import { renderEvent } from "../output/render-event.ts";
import { doorOf } from "../run/door.ts";
import { followTask } from "../run/follow-task.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { RUN_TEST } from "./demo-repository.ts";

const TIMEOUT_SECONDS = 60;
const EXIT_CODE = /exit code of the test: (\d+)/;
/** What node --test says of interest to a person. */
const WORTH_SHOWING = /^(✔|✖ (?!failing tests)|ℹ (pass|fail) )/;

export interface SandboxTestInput {
  /** Of the repository. */
  path: string;
  /** The branch whose test is run; null: what is checked out. */
  branch: string | null;
  stores: Stores;
  config: CliConfig;
}

/** Runs the repository's test as a task of its own, without a model; returns the test's exit code. */
export async function runTestInSandbox(
  { path, branch, stores, config }: SandboxTestInput,
  context: CliContext,
): Promise<number> {
  const { output, interrupted } = context;
  const request = TaskRequest.parse({
    repository: { kind: "folder", ...(await readAskedHead(path)) },
    base: branch,
    source: { kind: "prompt", text: RUN_TEST },
    agents: [{ agent: "script", model: null }],
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  const actor = await findActor(stores);
  const { task } = await submitTask(request, actor, doorOf(stores));
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
