import type { Step } from "../step.ts";

/** Tells in the transcript whose settings count, and what was asked for and is not granted, or not understood. */
export async function noteSettings({ lease, execution, deps }: Step, more: readonly string[]): Promise<void> {
  const { settings, settingsNote } = execution.resolution;
  const { allowedHosts, notes } = settings;
  const hosts = allowedHosts.length === 0 ? [] : [`Hosts that can be reached: ${allowedHosts.join(", ")}.`];
  const whose = settingsNote === null ? [] : [settingsNote];
  for (const text of [...whose, ...hosts, ...notes, ...more]) {
    await deps.events.record({
      executionId: lease.executionId,
      source: "worker",
      body: { type: "log", stream: "system", text },
    });
  }
}
