import { randomBytes } from "node:crypto";
import { agentTokenOf, hashToken, type JobAnswer, type PodAnswer } from "@catalyst/core";
import { z } from "zod";
import { parseJsonBody, readBody } from "../../http/read-body.ts";
import { Refusal } from "../../http/refusal.ts";
import { respondJson } from "../../http/respond.ts";
import type { PodRequest, PodRequestDeps } from "../pod-request.ts";

export const JOB_PATH = "/job";

const TOKEN_BYTES = 32;
const MAX_BODY_BYTES = 64 * 1024;

const Question = z.object({
  /** As the kubelet gave it to the stage's container. */
  identity: z.string().min(1),
  stage: z.string().regex(/^[a-z]+(-\d)?$/),
  /** What the runner found of its own container. */
  verdict: z.object({ failures: z.array(z.string().max(200)).max(50) }),
});

/**
 * POST /job: which pod asks is shown by a token that opens nothing else, and that is taken once. Answers with the stage's job
 * and its execution tokens, which are nowhere before, or that there is nothing to do; whoever has no job yet is kept waiting,
 * and told to ask again after some time.
 */
export async function handleJob({ request, response, peer, signal }: PodRequest, deps: PodRequestDeps): Promise<void> {
  if (request.method !== "POST") {
    throw new Refusal("invalid_request", `A job is asked for with POST ${JOB_PATH}.`);
  }
  const body = await readBody(request, { maxBytes: MAX_BODY_BYTES, hold: { add: () => undefined } });
  const question = Question.safeParse(parseJsonBody(body));
  if (!question.success) {
    throw new Refusal("invalid_request", "A job is asked for with identity, stage and verdict.");
  }
  const { identity, stage, verdict } = question.data;
  const pod = await deps.pods.checkIdentity(identity, stage);
  deps.pods.heard.note(pod.podUid);
  if (verdict.failures.length > 0) {
    deps.log.warn({ podUid: pod.podUid, failures: verdict.failures }, "pod isn't as it should be");
    throw new Refusal("forbidden", `Nothing is handed out: ${verdict.failures.join(", ")}.`);
  }
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const tokenHashes = { runner: hashToken(token), agent: hashToken(agentTokenOf(token)) };
  const wish = { ...pod, stage, address: peer.podAddress ?? "", tokenHashes };
  const answer = await untilBound(pod.podUid, { signal, deps, ask: () => deps.environmentJobs.handOut(wish) });
  if (answer.kind === "handed_out") {
    const { executionId, stageNumber } = answer.job;
    deps.usages.of({ executionId, taskId: answer.taskId }).latestStage = stageNumber;
    deps.log.info({ executionId, stage, podUid: pod.podUid }, "job handed out");
  }
  if (!signal.aborted) {
    tell(response, answer, token);
  }
}

interface Waiting {
  signal: AbortSignal;
  deps: PodRequestDeps;
  ask(): Promise<JobAnswer>;
}

async function untilBound(podUid: string, { signal, deps, ask }: Waiting): Promise<JobAnswer> {
  const enough = AbortSignal.any([signal, AbortSignal.timeout(deps.limits.jobWaitSeconds * 1000)]);
  for (;;) {
    // Before it is asked: what is told in between is not missed.
    const news = deps.pods.waits.next(podUid, enough);
    const answer = await ask();
    if (answer.kind !== "unbound" || enough.aborted) {
      return answer;
    }
    await news;
  }
}

function tell(response: PodRequest["response"], answer: JobAnswer, token: string): void {
  switch (answer.kind) {
    case "handed_out": {
      const access = { token, agentToken: agentTokenOf(token) };
      respondJson(response, 200, { kind: "job", job: answer.job, ...access } satisfies PodAnswer);
      return;
    }
    case "not_needed":
      respondJson(response, 200, { kind: "not_needed" } satisfies PodAnswer);
      return;
    case "unbound":
      respondJson(response, 200, { kind: "wait" } satisfies PodAnswer);
      return;
    case "elsewhere":
      throw new Refusal("forbidden", "The pod's identity is shown from another address than the pod's.");
    case "over": {
      const message = "The stage's job was handed out already, or its execution has ended.";
      respondJson(response, 409, { error: { code: "over", message } });
    }
  }
}
