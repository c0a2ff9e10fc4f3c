import { z } from "zod";
import { cleanTerminalText } from "../output/words/clean-terminal-text.ts";

const LEVELS: Record<number, string> = { 10: "trace", 20: "debug", 30: "info", 40: "warn", 50: "error", 60: "fatal" };

const LogLine = z.looseObject({ level: z.number(), time: z.number(), msg: z.string().default("") });

/** A line of a process's log for a person: `14:20:11 info  worker started workerId=…`. What isn't a log record stays as it is. */
export function formatLogLine(line: string): string {
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
  const fields = Object.entries(facts).map(
    ([name, fact]) => `${name}=${typeof fact === "string" ? fact : JSON.stringify(fact)}`,
  );
  const clock = new Date(time).toISOString().slice(11, 19);
  return cleanTerminalText([clock, (LEVELS[level] ?? String(level)).padEnd(5), msg, ...fields].join(" "));
}
