import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import type { Output } from "../output/output.ts";
import { cleanTerminalLine, cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { sayCode } from "../output/words/say-code.ts";
import { withWay } from "../output/words/ways-out.ts";
import { EXIT_CODES, exitCodeForError } from "./exit-codes.ts";

export interface ReportErrorDeps {
  output: Output;
  isDebug: boolean;
  readHome: () => Promise<string>;
}

/** Tells the user what went wrong and returns the exit code. What is not a CatalystError is a bug: one line, the rest in a log file. */
export async function reportError(error: unknown, { output, isDebug, readHome }: ReportErrorDeps): Promise<number> {
  const { colors } = output;
  output.status(null);
  if (error instanceof CatalystError) {
    output.say(
      `${colors.red("✗")} ${cleanTerminalText(withWay(error.message, error.way, sayCode(error.code, error.message)))}`,
    );
    if (isDebug) {
      output.say(describe(error));
    }
    return exitCodeForError(error.code);
  }
  const message = error instanceof Error ? error.message : String(error);
  output.say(`${colors.red("✗")} Unexpected error: ${cleanTerminalLine(message, 300)}`);
  if (isDebug) {
    output.say(describe(error));
    return EXIT_CODES.bug;
  }
  const path = await writeLog(error, readHome);
  output.say(
    path === null
      ? "  Run it again with --debug to see where it comes from."
      : `  Where it comes from is in ${path}, or shown with --debug.`,
  );
  return EXIT_CODES.bug;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return cleanTerminalText(String(error));
  }
  const cause = error.cause === undefined ? "" : `\nCaused by: ${describe(error.cause)}`;
  return `${cleanTerminalText(error.stack ?? error.message)}${cause}`;
}

async function writeLog(error: unknown, readHome: () => Promise<string>): Promise<string | null> {
  try {
    const folder = join(await readHome(), "logs");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, "cli.log");
    appendFileSync(path, `${new Date().toISOString()} ${describe(error)}\n\n`, { mode: 0o600 });
    return path;
  } catch {
    return null;
  }
}
