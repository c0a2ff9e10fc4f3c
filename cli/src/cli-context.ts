import type { CliConfig } from "./config.ts";
import type { AskingSettings } from "./home/read-asking-settings.ts";
import type { Output } from "./output/output.ts";

/** What every command is given. */
export interface CliContext {
  output: Output;
  /** Where the user stands; relative paths are meant from there. */
  currentFolder: string;
  stdin: NodeJS.ReadStream;
  /** The folder of all that Catalyst keeps; null: it is set wrongly, and `readConfig` says how. */
  home: string | null;
  /** The server that a command is to ask; null: none was named. */
  server: string | null;
  /** The providers whose keys may leave this machine for a server elsewhere, as they were named. */
  sentKeys: readonly string[];
  /** Rejects with `invalid_configuration` at the first use, so that --help works whatever is set. */
  readConfig(): Promise<CliConfig>;
  /** As `readConfig`, for who only asks for work. */
  readAskingSettings(): Promise<AskingSettings>;
  /** Aborted by Ctrl-C and SIGTERM; the second one ends the process at once. */
  interrupted: AbortSignal;
  /** What the second Ctrl-C says before it leaves; a command sets it when something goes on without it. */
  setLeavingWords(words: string): void;
  /** What the process ends with, also when the command throws: then instead of what its error stands for. */
  setExitCode(code: number): void;
}
