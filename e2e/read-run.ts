/** An event of an execution as `--json` shows it. */
interface ShownEvent {
  type?: string;
  [name: string]: unknown;
}

/** What a command printed of a task with `--json`. */
export interface Ended {
  task: Record<string, unknown> & { number?: number; branch?: string };
  events: ShownEvent[];
  /** What the runner and the worker said, for people. */
  logs: string;
  /** The agent was started in an earlier session of its own. */
  isResumed: boolean;
}

export function readRun(stdout: string): Ended {
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const events: ShownEvent[] = lines.flatMap(({ body }) => body ?? []);
  const logs = events.flatMap(({ type, text }) => (type === "log" || type === "note" ? [text] : [])).join("\n");
  return { task: lines.at(-1) ?? {}, events, logs, isResumed: logs.includes("goes on in its earlier session") };
}
