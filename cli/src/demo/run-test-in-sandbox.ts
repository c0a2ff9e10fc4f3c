import type { Event, Task } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { readAskedHead } from "@catalyst/git/apart";
import type { CliContext } from "../cli-context.ts";
import { renderEvent } from "../output/events/render-event.ts";
import type { Output } from "../output/output.ts";
import { followTask } from "../run/follow/follow-task.ts";
import { watchServices } from "../run/follow/watch-services.ts";
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
  project: string;
}

/** Runs the repository's test as a task of its own, without a model; returns the test's exit code. */
export async function runTestInSandbox(
  { path, branch, project }: SandboxTestInput,
  client: ApiClient,
  context: CliContext,
): Promise<number> {
  const { output, interrupted } = context;
  const task = await client.call("createTask", {
    body: {
      repository: { kind: "folder", ...(await readAskedHead(path)) },
      project,
      base: branch,
      source: { kind: "prompt", text: RUN_TEST },
      agents: [{ agent: "script", model: null }],
      timeoutSeconds: TIMEOUT_SECONDS,
    },
  });
  const cancel = () => void client.call("cancelTask", { params: { task: task.id } }).catch(() => undefined);
  interrupted.addEventListener("abort", cancel, { once: true });
  const said: string[] = [];
  output.status("preparing the environment …");
  try {
    const onEvent = (event: Event) => {
      said.push(...readOutput(event));
    };
    const { signal } = new AbortController();
    const ended = await followTask({ taskId: task.id, signal, onTick: watchServices(context), onEvent }, client);
    const exitCode = judge(ended, said, output);
    // It is no work of anybody's: neither their list nor what they have to see shall be full of it.
    await client.call("archiveTask", { params: { task: task.id } });
    return exitCode;
  } finally {
    output.status(null);
    interrupted.removeEventListener("abort", cancel);
  }
}

function readOutput({ body }: Event): string[] {
  return body.type === "log" && body.stream !== "system" ? String(body.text).split("\n") : [];
}

function judge(task: Task, said: string[], output: Output): number {
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
