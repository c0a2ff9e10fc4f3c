const STAMP = "date +%s%3N";

/** What the agent does in both ways: a small commit, between two lines that say when it began and ended. */
export const AGENT_WORK = [
  STAMP,
  "echo done > done.txt",
  "git add done.txt",
  "git commit --quiet --message='Add done.txt'",
  STAMP,
].join("\n");

export interface Span {
  /** Milliseconds since 1970. */
  startedAt: number;
  endedAt: number;
}

/** When the agent began and ended, from its output; throws when it didn't get to its end. */
export function readSpan(output: string): Span {
  const [startedAt, endedAt] = output
    .split("\n")
    .filter((line) => /^\d{13}$/.test(line))
    .map(Number);
  if (startedAt === undefined || endedAt === undefined) {
    throw new Error(`The agent's work didn't come to its end. Its output: ${output}`);
  }
  return { startedAt, endedAt };
}

/** Both figures of one run: until the agent began, and everything but the agent. */
export function measureAround({ startedAt, endedAt }: Span, run: { from: number; readyFrom: number; to: number }) {
  return { ready: startedAt - run.readyFrom, whole: run.to - run.from - (endedAt - startedAt) };
}
