import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestDeps } from "../handle-request.ts";
import type { Target } from "../http/parse-target.ts";
import { Refusal } from "../http/refusal.ts";
import type { PodPeer } from "./door/pod-peers.ts";
import type { CheckIdentity } from "./identity/check-identity.ts";
import { handleProbe, PROBE_PATH } from "./isolation/handle-probe.ts";
import type { Canary } from "./isolation/open-canary.ts";
import { handleJob, JOB_PATH } from "./job/handle-job.ts";
import type { BindingWaits } from "./wait-for-binding.ts";

/** What is beside the gateway's other services where pods reach it. */
export interface PodService {
  checkIdentity: CheckIdentity;
  waits: BindingWaits;
  canary: Pick<Canary, "knockedSecondsAgo">;
  peerOf(request: IncomingMessage): PodPeer | null;
}

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

const HANDLERS: Readonly<Record<string, (asked: PodRequest, deps: PodRequestDeps) => Promise<void>>> = {
  [JOB_PATH]: handleJob,
  [PROBE_PATH]: handleProbe,
};

/** False: it is none of these. */
export async function handlePodRequest(asked: Omit<PodRequest, "peer">, deps: RequestDeps): Promise<boolean> {
  const { request, response, target } = asked;
  const { pods } = deps;
  const peer = pods?.peerOf(request) ?? null;
  const handle = Object.hasOwn(HANDLERS, target.path) ? HANDLERS[target.path] : undefined;
  if (pods === null || peer === null || handle === undefined) {
    return false;
  }
  response.setHeader("connection", "close");
  const waitSeconds = peer.questions.take(1);
  if (waitSeconds > 0) {
    const retryAfterSeconds = Math.ceil(waitSeconds);
    throw new Refusal("rate_limited", "This pod asks too often.", { retryAfterSeconds });
  }
  await handle({ ...asked, peer }, { ...deps, pods });
  return true;
}
