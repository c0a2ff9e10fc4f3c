import { z } from "zod";
import { countPlaces, type MachineSize } from "./count-places.ts";
import { EnvironmentLimits } from "./environment-limits.ts";

const Count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, "must be a positive whole number")
  .optional();

/** The variables that say what environments on a machine get, and how many there may be at once; see `limitsOf`, `placesOf`. */
export const LimitVariables = z.object({
  CATALYST_MEMORY_MIB: Count,
  CATALYST_CPUS: z
    .string()
    .regex(/^\d{1,4}(\.\d+)?$/, "must be a positive number")
    .refine((text) => Number(text) > 0, "must be a positive number")
    .optional(),
  CATALYST_PROCESSES: Count,
  CATALYST_DISK_MIB: Count,
  CATALYST_MAX_EXECUTIONS: Count,
});
export type LimitVariables = z.infer<typeof LimitVariables>;

export function limitsOf(variables: LimitVariables): EnvironmentLimits {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return EnvironmentLimits.parse({
    cpus: number(variables.CATALYST_CPUS),
    memoryMib: number(variables.CATALYST_MEMORY_MIB),
    processes: number(variables.CATALYST_PROCESSES),
    diskMib: number(variables.CATALYST_DISK_MIB),
  });
}

/** How many executions have a place on this machine at once: as many as were said, else as many as it carries. */
export function placesOf(variables: LimitVariables, machine: MachineSize): number {
  const { CATALYST_MAX_EXECUTIONS: wanted } = variables;
  return wanted === undefined ? countPlaces(machine, limitsOf(variables)) : Number(wanted);
}
