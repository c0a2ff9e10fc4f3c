import { readFile } from "node:fs/promises";
import { type GatewayAddress, Job, PodAnswer } from "@catalyst/core";
import { GrantEnded } from "../events/event-spool.ts";
import { GatewayOutage, outlastOutage } from "../gateway/outage.ts";
import { sendRequest } from "../gateway/send-request.ts";

const IDENTITY_FILE = "/var/run/catalyst/token";
/** Longer than the gateway keeps anybody waiting. */
const ANSWER_MILLISECONDS = 45_000;
const MAX_JOB_BYTES = 256 * 1024 * 1024;
/** What passes by itself. An identity that the gateway can't judge yet isn't among them: that is answered as an outage. */
const PASSING_STATUSES = [408, 425, 429];

export interface PodQuestion {
  gateway: GatewayAddress;
  stage: string;
  /** What is wrong with this container. */
  failures: string[];
  signal: AbortSignal;
  identityFile?: string;
}

/**
 * The job of this stage, for which the pod shows who it is; null: this stage isn't needed. Waits for as long as nobody has said whose
 * environment this is. Rejects with `GrantEnded` where there is nothing to be had any more.
 */
export async function fetchPodJob(question: PodQuestion): Promise<Job | null> {
  for (;;) {
    const answer = await outlastOutage(() => ask(question), question);
    if (answer.kind === "not_needed") {
      return null;
    }
    if (answer.kind === "job") {
      const { job, token, agentToken } = answer;
      return Job.parse({ ...job, token, agentToken, gateway: question.gateway });
    }
  }
}

async function ask(question: PodQuestion): Promise<PodAnswer> {
  const { gateway, stage, failures, signal, identityFile = IDENTITY_FILE } = question;
  // The kubelet renews it.
  const identity = (await readFile(identityFile, "utf8")).trim();
  const request = { gateway, token: null, method: "POST", path: "/job", signal, maxBytes: MAX_JOB_BYTES } as const;
  const body = JSON.stringify({ identity, stage, verdict: { failures } });
  const { status, content } = await sendRequest({ ...request, body, timeoutMilliseconds: ANSWER_MILLISECONDS }).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      throw new GatewayOutage("Asking for the job failed: the gateway doesn't answer.", { cause });
    },
  );
  if (status === 200) {
    return PodAnswer.parse(JSON.parse(content.toString("utf8")));
  }
  const said = content.toString("utf8").slice(0, 500);
  if (status >= 500 || PASSING_STATUSES.includes(status)) {
    throw new GatewayOutage(`Asking for the job was answered with ${status}: ${said}`);
  }
  if (status === 409) {
    throw new GrantEnded(`There is no job to be had: ${said}`);
  }
  throw new Error(`Asking for the job was answered with ${status}: ${said}`);
}
