import { removeTerminalSequences } from "@catalyst/core";

const MAX_LINES = 200;
const MAX_LENGTH = 32 * 1024;
/** What GitHub writes before each line. */
const TIME = /^\uFEFF?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z ?/;

/** The last lines of a job's log, without times and what colours them. */
export function cleanLog(bytes: Uint8Array): string {
  const text = removeTerminalSequences(new TextDecoder().decode(bytes));
  const lines = text.trimEnd().split(/\r?\n/).slice(-MAX_LINES);
  return lines
    .map((line) => line.replace(TIME, ""))
    .join("\n")
    .slice(-MAX_LENGTH);
}
