import { z } from "zod";
import { ListenAddress } from "./listen-address.ts";

/** Those that are on one machine and have a listener of metrics, in the order of their ports when one address is said for all. */
const MACHINE_PROCESSES = ["server", "worker", "gateway"] as const;
export type MachineProcess = (typeof MACHINE_PROCESSES)[number];
export type MeasuredProcess = MachineProcess | "operator";

/** What may be said of where a process tells its metrics and its health. */
export const MetricsVariables = z.object({
  CATALYST_METRICS_LISTEN: ListenAddress.optional(),
  CATALYST_METRICS_TOKEN: z
    .string()
    .regex(
      /^[\w.~+/=-]{16,256}$/,
      "must be 16 to 256 letters, digits or any of ._~+/=-, as `openssl rand -hex 32` prints",
    )
    .optional(),
});
export type MetricsVariables = z.infer<typeof MetricsVariables>;

/** Where metrics are told, and what whoever reads them says. */
export interface MetricsAddress extends ListenAddress {
  /** Absent: nothing, which is enough on this machine alone. */
  token?: string;
}

/** null: nowhere. */
export function metricsAddressOf(variables: MetricsVariables): MetricsAddress | null {
  const { CATALYST_METRICS_LISTEN: said, CATALYST_METRICS_TOKEN: token } = variables;
  return said == null || token === undefined ? (said ?? null) : { ...said, token };
}

/** Where one of several processes on a machine tells its metrics, if the first does so at `listen`: each at the next port. */
export function metricsListenOf(process: MachineProcess, listen: string): string {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(listen) ?? [];
  return host === undefined || Number(port) === 0
    ? listen
    : `${host}:${Number(port) + MACHINE_PROCESSES.indexOf(process)}`;
}
