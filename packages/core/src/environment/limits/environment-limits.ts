import { z } from "zod";

/** What an environment may use of its machine. */
export const EnvironmentLimits = z.object({
  cpus: z.number().positive().default(2),
  memoryMib: z.int().positive().default(4096),
  processes: z.int().positive().default(1024),
  diskMib: z.int().positive().default(8192),
});
export type EnvironmentLimits = z.infer<typeof EnvironmentLimits>;
