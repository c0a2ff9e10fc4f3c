import { findAgent } from "@catalyst/agents";
import { CatalystError, cancelTask } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import type { Stores } from "../open-stores.ts";
import { renderEvent } from "../output/render-event.ts";
import type { RunRepository } from "../run/find-repository.ts";
import { followTask } from "../run/follow-task.ts";
import { submitRun } from "../run/submit-run.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { RUN_TEST } from "./demo-repository.ts";

const TIMEOUT_SECONDS = 60;
const EXIT_CODE = /exit code of the test: (\d+)/;
/** What node --test says of interest to a person. */
const WORTH_SHOWING = /^(✔|✖|ℹ (pass|fail) )/;

/** Runs the repository's test as a task of its own, without a model; returns the test's exit code. */
export async function runTestInSandbox({ repository, stores, config }: { repository: RunRepository; stores: Stores; config: CliConfig }, context: CliContext): Promise<number> {
  const { output, interrupted } = context;
  const agent = findAgent("script");
  const text = { title: "Run the repository's test", body: RUN_TEST };
  const { task } = await submitRun({ text, isIssue: false, repository, agent, model: null, branch: null, timeoutSeconds: TIMEOUT_SECONDS }, { stores, variables: {} });
  await ensureUp(config);
  const cancel = () => void cancelTask(task.id, stores).catch(() => undefined);
  interrupted.addEventListener("abort", cancel, { once: true });
  let exitCode: number | null = null;
  output.status(output.colors.dim("preparing the environment …"));
  const ended = await followTask(
    {
      taskId: task.id,
      signal: new AbortController().signal,
      onTick: async () => void (await ensureUp(config)),
      onEvent(event) {
        if (event.body.type !== "log" || event.body.stream === "system") {
          return;
        }
        exitCode = readExitCode(event.body.text) ?? exitCode;
        const shown = event.body.text.split("\n").filter((line) => WORTH_SHOWING.test(line)).join("\n");
        for (const line of renderEvent({ body: { ...event.body, text: shown } }, output.colors)) {
          output.data(line);
        }
      },
    },
    stores,
  ).finally(() => {
    output.status(null);
    interrupted.removeEventListener("abort", cancel);
  });
  if (ended.status === "cancelled") {
    throw new CatalystError("cancelled", "The demo was cancelled; nothing of it runs any more.");
  }
  if (exitCode === null) {
    throw new CatalystError("unavailable", `Running the demo's test in the sandbox failed: ${ended.errorMessage ?? "it said nothing."} See: catalyst doctor`);
  }
  return exitCode;
}

function readExitCode(text: string): number | null {
  const found = EXIT_CODE.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
