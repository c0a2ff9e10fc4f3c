import { setTimeout as wait } from "node:timers/promises";
import { findAgentOfJob } from "@catalyst/agents";
import { ENVIRONMENT_PATHS, type Job, MAX_SESSION_BYTES } from "@catalyst/core";
import { type GatewayRequest, sendRequest } from "../gateway/send-request.ts";
import { packSession } from "./pack-session.ts";
import { unpackSession } from "./unpack-session.ts";

/** Longer than a restart of the gateway; a session is worth no more. */
const TRY_FOR_MILLISECONDS = 60_000;
const ANSWER_MILLISECONDS = 30_000;
const PAUSE_MILLISECONDS = 1000;

type SessionRequest = Pick<GatewayRequest, "method" | "body">;

interface SessionTransfer {
  job: Job;
  /** Nothing more of this execution counts. */
  signal: AbortSignal;
  say: (text: string) => Promise<void>;
}

/** Fetches the session that the job's agent shall go on in. The job as it can be done: without it when that fails. */
export async function restoreSession({ job, signal, say }: SessionTransfer): Promise<Job> {
  if (job.agent.resumeSessionId === null) {
    return job;
  }
  try {
    const content = await ask(job, { method: "GET" }, signal);
    await unpackSession(content, { home: ENVIRONMENT_PATHS.home, paths: findAgentOfJob(job.agent).sessionPaths });
    await say("The agent goes on in its earlier session.");
    return job;
  } catch (error) {
    await say(`The agent's earlier session can't be resumed: ${describe(error)}. It starts a new one.`);
    return { ...job, agent: { ...job.agent, resumeSessionId: null } };
  }
}

/** Keeps the agent's session at the gateway, so that a later execution can go on in it. Never fails the job. */
export async function saveSession({ job, signal, say }: SessionTransfer): Promise<void> {
  const { canResume, sessionPaths } = findAgentOfJob(job.agent);
  if (!canResume || signal.aborted) {
    return;
  }
  try {
    const content = await packSession({ home: ENVIRONMENT_PATHS.home, paths: sessionPaths });
    if (content !== null) {
      await ask(job, { method: "PUT", body: new Uint8Array(content) }, signal);
    }
  } catch (error) {
    await say(`The agent's session can't be kept, so it can't be resumed later: ${describe(error)}.`);
  }
}

/** Asks until the gateway has said yes or no. */
async function ask(job: Job, request: SessionRequest, signal: AbortSignal): Promise<Buffer> {
  const deadline = Date.now() + TRY_FOR_MILLISECONDS;
  for (;;) {
    const answer = await askOnce(job, request, signal).catch((error: unknown) => error as Error);
    if (Buffer.isBuffer(answer)) {
      return answer;
    }
    if (answer instanceof Refused || signal.aborted || Date.now() > deadline) {
      throw answer;
    }
    await wait(PAUSE_MILLISECONDS);
  }
}

class Refused extends Error {}

async function askOnce(job: Job, request: SessionRequest, signal: AbortSignal): Promise<Buffer> {
  const { status, content } = await sendRequest({
    ...request,
    gateway: job.gateway,
    token: job.token,
    path: "/session",
    timeoutMilliseconds: ANSWER_MILLISECONDS,
    maxBytes: MAX_SESSION_BYTES,
    signal,
  });
  if (status === 200) {
    return content;
  }
  const said = `the gateway answered ${status}: ${content.toString("utf8", 0, 500)}`;
  throw status >= 500 || status === 429 ? new Error(said) : new Refused(said);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
