import type { IncomingMessage, ServerResponse } from "node:http";
import type { Target } from "../http/parse-target.ts";
import type { RequestDeps } from "../request-deps.ts";
import type { PodPeer } from "./door/pod-peers.ts";
import type { PodService } from "./pod-service.ts";

export type PodRequestDeps = RequestDeps & { pods: PodService };

/** A pod asks something that no token is needed for, or there yet. */
export interface PodRequest {
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  peer: PodPeer;
  /** Aborted when the client is gone, or the gateway stops. */
  signal: AbortSignal;
}
