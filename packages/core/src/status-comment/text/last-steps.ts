import type { ExecutionEvent } from "../../event/event.ts";
import { plainLine } from "../../notification/notice.ts";

const MAX_STEPS = 8;

/** One thing that an agent did, in its own words: untrusted text. */
export interface LastStep {
  at: Date;
  text: string;
}

/** The last things of these events that tell what an agent does, the oldest first. */
export function lastStepsOf(events: readonly Pick<ExecutionEvent, "at" | "body">[]): LastStep[] {
  return events
    .flatMap(({ at, body }) => {
      const text = body.type === "tool_call" ? plainLine(`${body.tool}: ${body.summary}`) : "";
      return text === "" ? [] : [{ at, text }];
    })
    .slice(-MAX_STEPS);
}
