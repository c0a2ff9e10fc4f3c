import { hostname } from "node:os";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { z } from "zod";

const Environment = z.object({
  CATALYST_HOME: z.string().startsWith("/", "must be an absolute path"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }).optional(),
  CATALYST_MEMORY_MIB: z.coerce.number().int().positive().default(4096),
  CATALYST_CPUS: z.coerce.number().positive().default(2),
  CATALYST_PROCESSES: z.coerce.number().int().positive().default(1024),
  CATALYST_DISK_MIB: z.coerce.number().int().positive().default(8192),
});

export interface WorkerConfig {
  home: string;
  databaseUrl: string | null;
  workerId: string;
  gatewayFolder: string;
  runnerPath: string;
  limits: { memoryMib: number; cpus: number; processes: number; diskMib: number };
}

/** Throws `invalid_configuration` naming every wrong setting at once. */
export function readConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new CatalystError(
      "invalid_configuration",
      `Starting the worker failed: ${problems.join("; ")}. Mend these variables.`,
    );
  }
  const { data } = parsed;
  return {
    home: data.CATALYST_HOME,
    databaseUrl: data.DATABASE_URL ?? null,
    workerId: `${hostname()}-${process.pid}`,
    gatewayFolder: join(data.CATALYST_HOME, "gateway"),
    runnerPath: join(data.CATALYST_HOME, "runner", "runner.mjs"),
    limits: {
      memoryMib: data.CATALYST_MEMORY_MIB,
      cpus: data.CATALYST_CPUS,
      processes: data.CATALYST_PROCESSES,
      diskMib: data.CATALYST_DISK_MIB,
    },
  };
}
