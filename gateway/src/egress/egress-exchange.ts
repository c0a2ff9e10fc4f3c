import type { Duplex } from "node:stream";
import type { Grant } from "@catalyst/core";
import type { Log } from "../limits/bounded-log.ts";
import type { ExecutionUsage } from "../limits/execution-usage.ts";
import type { RequestDeps } from "../request-deps.ts";

/** An authenticated wish for a connection to a host. */
export interface EgressExchange {
  socket: Duplex;
  head: Buffer;
  grant: Grant;
  token: string;
  usage: ExecutionUsage;
  deps: RequestDeps;
  log: Log;
}
