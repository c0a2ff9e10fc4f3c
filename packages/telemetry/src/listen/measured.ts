import type { MetricsAddress } from "@catalyst/core";
import type { Logger } from "pino";
import type { Checks } from "./read-checks.ts";

/** What a process tells of itself. */
export interface Measured {
  /** Whose metrics these are, for errors and the log: `the worker`. */
  who: string;
  address: MetricsAddress;
  registry: { contentType: string; metrics(): Promise<string> };
  checks: Checks;
  log: Pick<Logger, "info">;
}
