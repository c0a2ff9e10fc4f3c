import type { AgentAdapter } from "@catalyst/agents";
import type { AgentOutcome, ExecutionEventBody, Job } from "@catalyst/core";
import { startInBox } from "../box/start-in-box.ts";
import { takeMessages } from "../gateway/take-messages.ts";
import { BudgetSpent } from "../gateway/watch-stop.ts";
import { readLines } from "./read-lines.ts";
import { steerAgent } from "./steer-agent.ts";

/** What setTimeout can hold: about 24 days. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

export interface AgentRun {
  job: Job;
  adapter: AgentAdapter;
  invocation: ReturnType<AgentAdapter["buildInvocation"]>;
  /** The environment that every agent gets; the adapter's comes on top. */
  env: Record<string, string>;
  repositoryPath: string;
  onEvent: (body: ExecutionEventBody) => Promise<void>;
  /** Ends the agent early: the execution was cancelled, its grant has ended, or its budget is spent. */
  signal: AbortSignal;
}

export interface AgentEnd {
  outcome: AgentOutcome;
  summary: string | null;
  exitCode: number | null;
}

/** Runs the agent to its end, or to its time limit, and turns its output into events. */
export async function runAgent(run: AgentRun): Promise<AgentEnd> {
  const { invocation, job } = run;
  if (run.signal.aborted) {
    return { outcome: "cancelled", summary: "It was cancelled before the agent started.", exitCode: null };
  }
  const box = startInBox({
    command: invocation.command,
    args: invocation.args,
    folder: run.repositoryPath,
    env: { ...run.env, ...invocation.env },
  });
  const input = steerAgent(box.stdin, {
    first: invocation.stdin ?? "",
    steering: run.adapter.steering,
    takeMessages: (afterNumber) => takeMessages(job, afterNumber),
  });
  const reader = run.adapter.createOutputReader(job.agent.purpose);
  const readLine = (line: string) => {
    input.noteLine(line);
    return reader.read(line);
  };
  const output = Promise.all([
    pass(readLines(box.stdout), readLine, run.onEvent),
    pass(
      readLines(box.stderr),
      (line) => (line.trim() === "" ? [] : [{ type: "log", stream: "stderr", text: line }]),
      run.onEvent,
    ),
  ]);
  const limit = createTimeLimit(job, run.signal);
  const first = await Promise.race([box.ended, limit.reached]);
  limit.clear();
  const reason = first === "time" || first === "stopped" ? first : null;
  // Whatever the agent started must not go on, nor hold its pipes open.
  await box.end(reason === null ? 0 : job.graceSeconds);
  const end = await box.ended;
  await output;
  await input.stop();
  return conclude({ ...end, reason }, run, reader);
}

function createTimeLimit(job: Job, signal: AbortSignal): { reached: Promise<"time" | "stopped">; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<"time" | "stopped">((resolve) => {
    timer = setTimeout(() => resolve("time"), Math.min(job.timeoutSeconds * 1000, LONGEST_TIMER_MILLISECONDS));
    if (signal.aborted) {
      resolve("stopped");
    }
    signal.addEventListener("abort", () => resolve("stopped"), { once: true });
  });
  return { reached, clear: () => clearTimeout(timer) };
}

async function conclude(
  end: { exitCode: number | null; error: string | null; reason: "time" | "stopped" | null },
  run: AgentRun,
  reader: ReturnType<AgentAdapter["createOutputReader"]>,
): Promise<AgentEnd> {
  if (end.error !== null) {
    return { outcome: "failed", summary: `Starting ${run.invocation.command} failed: ${end.error}`, exitCode: null };
  }
  const { outcome, summary, events } = reader.end({
    exitCode: end.exitCode,
    signal: null,
    timedOut: end.reason === "time",
  });
  for (const body of events) {
    await run.onEvent(body);
  }
  const stopped = run.signal.reason instanceof BudgetSpent ? "budget_exceeded" : "cancelled";
  return { outcome: end.reason === "stopped" ? stopped : outcome, summary, exitCode: end.exitCode };
}

async function pass(
  lines: AsyncIterable<string>,
  read: (line: string) => ExecutionEventBody[],
  onEvent: AgentRun["onEvent"],
): Promise<void> {
  for await (const line of lines) {
    for (const body of read(line)) {
      await onEvent(body);
    }
  }
}
