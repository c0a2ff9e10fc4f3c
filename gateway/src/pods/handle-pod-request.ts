import { Refusal } from "../http/refusal.ts";
import type { RequestDeps } from "../request-deps.ts";
import { handleProbe, PROBE_PATH } from "./isolation/handle-probe.ts";
import { handleJob, JOB_PATH } from "./job/handle-job.ts";
import type { PodRequest, PodRequestDeps } from "./pod-request.ts";

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
