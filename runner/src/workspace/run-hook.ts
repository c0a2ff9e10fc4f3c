import type { ExecutionEventBody } from "@catalyst/core";
import { readLines } from "../agent/read-lines.ts";
import { startInBox } from "../box/start-in-box.ts";
import { createLogLimit } from "../events/limit-logs.ts";

const KEPT_CHARACTERS = 8 * 1024;

export interface HookRun extends ScriptRun {
  name: "setup" | "verify";
  attempt: number;
  cache: "miss" | null;
  /** What it judges; null: nothing. */
  commit: string | null;
}

export interface ScriptRun {
  script: string;
  /** A place of the runner's that it may read. */
  shown?: string;
  /** A folder in the home's place. */
  home?: string;
  env: Record<string, string>;
  folder: string;
  timeoutSeconds: number;
  /** Between SIGTERM and SIGKILL when its time is over. */
  graceSeconds: number;
  onEvent: (body: ExecutionEventBody) => Promise<void>;
  /** Ends it early. */
  signal: AbortSignal;
}

export interface HookEnd {
  /** null: it was ended, by its time limit or from outside, or by a signal. */
  exitCode: number | null;
  /** The end of what it printed. */
  output: string;
}

/** Runs a hook to its end, or to its time limit. Nothing that it started goes on. */
export async function runHook(hook: HookRun): Promise<HookEnd> {
  const { name, attempt, cache, commit } = hook;
  const event = { type: "hook", name, attempt, cache, commit } as const;
  await hook.onEvent({ ...event, phase: "started", exitCode: null, output: "" });
  const end = await runScript(hook);
  await hook.onEvent({ ...event, phase: "ended", ...end });
  return end;
}

/** Runs a script of the project's, or of whoever wrote its files, as a hook: shut off from the runner. */
export async function runScript(wanted: ScriptRun): Promise<HookEnd> {
  const { script, env, folder, shown, home } = wanted;
  const box = startInBox({ command: "/bin/sh", args: ["-c", script], folder, env, shown, home });
  box.stdin.on("error", () => undefined).end();
  const log = createOutput(wanted.onEvent);
  const output = Promise.all([log.pass(readLines(box.stdout), "stdout"), log.pass(readLines(box.stderr), "stderr")]);
  const limit = AbortSignal.any([wanted.signal, AbortSignal.timeout(wanted.timeoutSeconds * 1000)]);
  const isOver = await Promise.race([box.ended.then(() => false), untilAborted(limit)]);
  await box.end(isOver ? wanted.graceSeconds : 0);
  const { exitCode } = await box.ended;
  await output;
  await log.end();
  const note = isOver && !wanted.signal.aborted ? `\nIt was ended after ${wanted.timeoutSeconds} s.` : "";
  return { exitCode: isOver ? null : exitCode, output: log.tail() + note };
}

function createOutput(onEvent: HookRun["onEvent"]) {
  const logLimit = createLogLimit(Date.now);
  let tail = "";
  const addAll = async (bodies: ExecutionEventBody[]) => {
    for (const body of bodies) {
      await onEvent(body);
    }
  };
  return {
    async pass(lines: AsyncIterable<string>, stream: "stdout" | "stderr"): Promise<void> {
      for await (const text of lines) {
        tail = keepEnd(`${tail}${text}\n`);
        await addAll(logLimit.pass({ type: "log", stream, text }));
      }
    },
    end: () => addAll(logLimit.end()),
    tail: () => tail.trimEnd(),
  };
}

/** Whole lines: what is known of a secret is looked for in them, and half of one wouldn't be found. */
function keepEnd(text: string): string {
  const end = text.slice(-KEPT_CHARACTERS);
  return end.length < text.length && end.indexOf("\n") < end.length - 1 ? end.slice(end.indexOf("\n") + 1) : end;
}

function untilAborted(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(true);
    }
    signal.addEventListener("abort", () => resolve(true), { once: true });
  });
}
