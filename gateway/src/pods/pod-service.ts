import type { IncomingMessage } from "node:http";
import type { PodPeer } from "./door/pod-peers.ts";
import type { CheckIdentity } from "./identity/check-identity.ts";
import type { Canary } from "./isolation/open-canary.ts";
import type { HeardPods } from "./operator/heard-pods.ts";
import type { BindingWaits } from "./wait-for-binding.ts";

/** What is beside the gateway's other services where pods reach it. */
export interface PodService {
  checkIdentity: CheckIdentity;
  waits: BindingWaits;
  heard: Pick<HeardPods, "note">;
  canary: Pick<Canary, "knockedSecondsAgo">;
  peerOf(request: IncomingMessage): PodPeer | null;
}
