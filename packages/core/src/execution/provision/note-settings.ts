import type { Note } from "../../event/note.ts";
import type { Step } from "../step.ts";

/** Tells in the transcript whose settings count, and what was asked for and is not granted, or not understood. */
export async function noteSettings({ lease, execution, deps }: Step, more: readonly Note[]): Promise<void> {
  const { settings, settingsNote } = execution.resolution;
  const { allowedHosts, notes } = settings;
  const hosts = allowedHosts.length === 0 ? [] : [`Hosts that can be reached: ${allowedHosts.join(", ")}.`];
  const whose = settingsNote === null ? [] : [settingsNote];
  const all: Note[] = [...[...whose, ...hosts].map((text) => ({ text })), ...notes, ...more];
  for (const note of all) {
    await deps.events.record({ executionId: lease.executionId, source: "worker", body: { type: "note", ...note } });
  }
}
