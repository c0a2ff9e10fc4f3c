import type { Note } from "../../event/note.ts";
import type { Step } from "../step.ts";

const LED =
  "The agent is told words of outsiders, for which nobody answers who may write here: it reaches no hosts beside the model's, and setup gets no secrets.";

/** Tells in the transcript whose settings count, and what was asked for and is not granted, or not understood. */
export async function noteSettings({ lease, execution, task, deps }: Step, more: readonly Note[]): Promise<void> {
  const { settings, settingsNote } = execution.resolution;
  const { allowedHosts, notes } = settings;
  const isLed = task.contextPayload.hasOutsiderInput === true;
  const hosts = allowedHosts.length === 0 || isLed ? [] : [`Hosts that can be reached: ${allowedHosts.join(", ")}.`];
  const whose = settingsNote === null ? [] : [settingsNote];
  const all: Note[] = [...[...whose, ...hosts, ...(isLed ? [LED] : [])].map((text) => ({ text })), ...notes, ...more];
  for (const note of all) {
    await deps.events.tell(lease, { type: "note", ...note });
  }
}
