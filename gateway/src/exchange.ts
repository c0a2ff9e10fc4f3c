import type { IncomingMessage, ServerResponse } from "node:http";
import type { Grant } from "@catalyst/core";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { Target } from "./http/parse-target.ts";
import type { Log } from "./limits/bounded-log.ts";
import type { ExecutionUsage } from "./limits/execution-usage.ts";
import type { MemoryHold } from "./limits/hold-memory.ts";

/** One authenticated request and its answer. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  grant: Grant;
  /** The token that was presented; never to be logged or stored. */
  token: string;
  usage: ExecutionUsage;
  /** Released when the request ends. */
  hold: MemoryHold;
  /** Aborted when the client is gone, the grant died, or the gateway stops. */
  signal: AbortSignal;
  deps: GatewayDeps;
  /** The gateway that serves it. */
  gatewayId: string;
  log: Log;
}
