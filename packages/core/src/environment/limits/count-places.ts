import type { EnvironmentLimits } from "./environment-limits.ts";

/** What a machine has for environments. */
export interface MachineSize {
  memoryMib: number;
  processors: number;
}

/** The system and our own processes need the rest. */
const MEMORY_SHARE = 0.9;
/** Agents wait for their models most of the time: several can share what each may use at most. */
const SHARERS_OF_A_PROCESSOR = 4;

/** How many environments a machine carries at once: memory for each in full, processors shared by a few. At least one. */
export function countPlaces({ memoryMib, processors }: MachineSize, limits: EnvironmentLimits): number {
  const byMemory = Math.floor((memoryMib * MEMORY_SHARE) / limits.memoryMib);
  const byProcessors = Math.floor((processors * SHARERS_OF_A_PROCESSOR) / limits.cpus);
  return Math.max(1, Math.min(byMemory, byProcessors));
}
