import type { AskedAgent, AskedWork } from "@catalyst/core";

export type RunSource =
  | { kind: "prompt"; text: string }
  | { kind: "issue"; markdown: string; path: string }
  | { kind: "review"; head: string; text: string }
  | { kind: "subject"; url: string; work: "issue" | "review" | "fix"; text: string };

export interface RunTaskInput {
  source: RunSource;
  /** null: that of the source, or else where the command is given. */
  repo: string | null;
  /** Its name; null: the person's own. */
  project: string | null;
  /** Several race on the task. */
  agents: AskedAgent[];
  options: AskedWork["options"];
  base: string | null;
  /** The person vouches for the base: its own settings count, and its files run with secrets. */
  isBaseTrusted: boolean;
  branch: string | null;
  timeoutSeconds: number | null;
  isJson: boolean;
  isDetached: boolean;
}
