import { z } from "zod";

const MAX_PLAIN_LINES = 5;
const MAX_LENGTH = 1000;
const ERROR_LEVEL = 50;

const Record = z.object({ level: z.number(), msg: z.string(), ready: z.boolean().optional() });

/** Reads a process's log for what it says about itself. */
export interface LastWords {
  /** What this line says of the process: that it is ready, that it can't do its work now, or nothing. */
  read(line: string): "ready" | "unable" | null;
  /** Its last error, else the last lines that aren't log records; empty when it said neither. */
  text(): string;
}

export function createLastWords(): LastWords {
  let error = "";
  const plain: string[] = [];
  return {
    read(line) {
      const record = parseRecord(line);
      if (record === null) {
        plain.push(line);
        plain.splice(0, plain.length - MAX_PLAIN_LINES);
        return null;
      }
      error = record.level >= ERROR_LEVEL ? record.msg : error;
      if (record.ready === undefined) {
        return null;
      }
      return record.ready ? "ready" : "unable";
    },
    text: () => (error || plain.join("\n").trim()).slice(0, MAX_LENGTH),
  };
}

function parseRecord(line: string): z.infer<typeof Record> | null {
  try {
    return Record.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
