import { connect } from "node:net";
import type { ProbeAnswer } from "@catalyst/core";
import { REVERSE_CANARY_PORT } from "@catalyst/core";
import { Refusal } from "../../http/refusal.ts";
import { respondJson } from "../../http/respond.ts";
import type { PodRequest, PodRequestDeps } from "../pod-request.ts";

export const PROBE_PATH = "/probe";

const DIAL_MILLISECONDS = 1000;
const NONCE = /^[A-Za-z0-9_-]{16,64}$/;

/**
 * GET /probe?nonce=<n>: what only the gateway can say of a pod's isolation. Where it sees the pod, whether its canary can be
 * reached by others, and whether the pod can be reached from here. `back=no` asks for all but the last.
 */
export async function handleProbe(
  { request, response, target, peer }: PodRequest,
  deps: PodRequestDeps,
): Promise<void> {
  const nonce = target.query.get("nonce") ?? "";
  if (request.method !== "GET" || !NONCE.test(nonce)) {
    throw new Refusal("invalid_request", `Isolation is probed with GET ${PROBE_PATH}?nonce=<n>.`);
  }
  const address = peer.podAddress ?? "";
  const isReachable = target.query.get("back") === "no" ? null : await isReached(address);
  const answer: ProbeAnswer = {
    ...{ nonce, address, isReachable },
    canaryKnockedSecondsAgo: deps.pods.canary.knockedSecondsAgo(),
  };
  respondJson(response, 200, answer);
}

/** Nobody is dialled but who asks, at one port. */
function isReached(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: REVERSE_CANARY_PORT });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(DIAL_MILLISECONDS, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
