import type { AgentId } from "../../agent/agent-id.ts";
import type { Signal } from "../signal/signal.ts";
import type { TaskVerb } from "./decision.ts";

export type HeardVerb = TaskVerb | "run" | "plan" | "review" | "fix" | "stop";

/** What a text asks of us. */
export type Heard =
  /** `verb` null: we are spoken to in free words. */
  | { kind: "command"; verb: HeardVerb | null; instruction: string; options: { agent: AgentId | null } }
  /** It is meant for us, and can't be done as it is written. */
  | { kind: "unknown" }
  | { kind: "none" };

/** What somebody wrote with a signal; null: nothing was written. */
export function writtenIn(signal: Signal): string | null {
  switch (signal.kind) {
    case "opened":
    case "reviewed":
      return signal.text;
    case "commented":
    case "code_commented":
      return signal.comment.text;
    default:
      return null;
  }
}
