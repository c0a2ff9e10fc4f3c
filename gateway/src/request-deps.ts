import type { Duplex } from "node:stream";
import type { AuthenticateDeps } from "./access/authenticate.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import type { ExecutionUsages } from "./limits/execution-usage.ts";
import type { LlmService } from "./llm/llm-service.ts";
import type { PodService } from "./pods/pod-service.ts";
import type { Peer } from "./sockets/peer.ts";

/** What requests are served with. */
export interface RequestDeps extends GatewayDeps, AuthenticateDeps {
  gatewayId: string;
  usages: ExecutionUsages;
  llm: LlmService;
  /** null: no pods reach it. */
  pods: PodService | null;
  /** Who is at the other end of a connection. */
  peerOf(socket: Duplex): Peer;
  /** Aborted when the gateway stops and open requests had their time. */
  stopping: AbortSignal;
}
