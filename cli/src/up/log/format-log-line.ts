import { z } from "zod";
import { cleanTerminalText } from "../../output/words/clean-terminal-text.ts";

const LEVELS: Record<number, string> = { 10: "trace", 20: "debug", 30: "info", 40: "warn", 50: "error", 60: "fatal" };

const LogLine = z.looseObject({ level: z.number(), time: z.number(), msg: z.string().default("") });

/** Where in the code an error comes from: of use in a file that is looked into later. */
const PLACES = ["errorAt", "stack"];

/**
 * A line of a process's log for a person: `14:20:11 info  worker started workerId=…`. What isn't a log record stays as it is.
 * `isWatched`: who reads it as it comes is told what happened, not where in the code.
 */
export function formatLogLine(line: string, { isWatched = false } = {}): string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return cleanTerminalText(line);
  }
  const parsed = LogLine.safeParse(value);
  if (!parsed.success) {
    return cleanTerminalText(line);
  }
  const { level, time, msg, pid: _pid, hostname: _hostname, name: _name, ...facts } = parsed.data;
  const fields = Object.entries(facts)
    .filter(([name]) => !isWatched || !PLACES.includes(name))
    .map(([name, fact]) => `${name}=${typeof fact === "string" ? fact : JSON.stringify(fact)}`);
  const clock = new Date(time).toISOString().slice(11, 19);
  return cleanTerminalText([clock, (LEVELS[level] ?? String(level)).padEnd(5), msg, ...fields].join(" "));
}
