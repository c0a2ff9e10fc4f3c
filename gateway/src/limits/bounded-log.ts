import type { Logger } from "pino";
import type { TokenBucket } from "./token-bucket.ts";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/** A log for what the requests of one execution cause: lines that come too fast are left out, and the next one says how many. */
export function createBoundedLog(log: Logger, lines: TokenBucket): Log {
  let leftOut = 0;
  const write = (level: "info" | "warn" | "error") => (first: unknown, message?: string) => {
    if (lines.take(1) > 0) {
      leftOut += 1;
      return;
    }
    const [facts, text] = typeof first === "string" ? [{}, first] : [first as object, message];
    log[level](leftOut === 0 ? facts : { ...facts, leftOut }, text);
    leftOut = 0;
  };
  return { debug: log.debug.bind(log), info: write("info"), warn: write("warn"), error: write("error") };
}
