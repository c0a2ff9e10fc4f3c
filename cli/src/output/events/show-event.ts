import type { Event, Execution } from "@catalyst/api";
import type { Output } from "../output.ts";

const LABEL_WIDTH = 14;

/** Shows an event; `execution`: whose it is, null: that is known. Of several that work at once, each line says whose it is. */
export type ShowEvent = (event: Event, execution: Execution | null) => void;

/** As lines of the transcript, or as JSON, for which nothing of what makes sentences is loaded. */
export async function openShowing(isJson: boolean, output: Output): Promise<ShowEvent> {
  if (isJson) {
    return (event) => output.json(event);
  }
  const { renderEvent } = await import("./render-event.ts");
  return (event, execution) => {
    const label = execution === null ? "" : labelOf(execution, output);
    for (const line of renderEvent(event, output.colors)) {
      output.data(label + line);
    }
  };
}

/** By the number of the run, as two may be of one agent. */
function labelOf({ run, agentType }: Execution, { colors }: Output): string {
  return `${colors.magenta(`${run} ${agentType ?? "-"}`.padEnd(LABEL_WIDTH))} `;
}
