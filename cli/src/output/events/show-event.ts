import type { Event, Execution } from "@catalyst/api";
import type { Output } from "../output.ts";
import { renderEvent } from "./render-event.ts";

const LABEL_WIDTH = 14;

/** Of several that work at once, each line says whose it is: by the number of the run, as two may be of one agent. */
export interface EventShowing {
  isJson: boolean;
  /** Whose event it is; null: that is known. */
  execution: Execution | null;
}

/** An event as lines of the transcript, or as one of JSON. */
export function showEvent(event: Event, { isJson, execution }: EventShowing, output: Output): void {
  if (isJson) {
    output.json(event);
    return;
  }
  const label = execution === null ? "" : labelOf(execution, output);
  for (const line of renderEvent(event, output.colors)) {
    output.data(label + line);
  }
}

function labelOf({ run, agentType }: Execution, { colors }: Output): string {
  return `${colors.magenta(`${run} ${agentType ?? "-"}`.padEnd(LABEL_WIDTH))} `;
}
