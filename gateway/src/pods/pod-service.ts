import type { IncomingMessage } from "node:http";
import type { PodPeer } from "./door/pod-peers.ts";
import type { CheckIdentity } from "./identity/check-identity.ts";
import type { Canary } from "./isolation/open-canary.ts";
import type { BindingWaits } from "./wait-for-binding.ts";

/** What is beside the gateway's other services where pods reach it. */
export interface PodService {
  checkIdentity: CheckIdentity;
  waits: BindingWaits;
  canary: Pick<Canary, "knockedSecondsAgo">;
  peerOf(request: IncomingMessage): PodPeer | null;
}
