import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { StageAccess, StageJob } from "@catalyst/core";
import { GatewayAbsent } from "../wait-for-gateway.ts";

/** An import would load all that node:http names, which takes longer than the rest of the keeper's start. */
const { request: openRequest } = process.getBuiltinModule("node:http");
const ANSWER_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 200;
/** As long as the gateway takes to start again after several failures, with room. */
const PATIENCE_MILLISECONDS = 60_000;

interface Begin {
  /** The gateway's own socket, which no environment sees. */
  ownGatewaySocket: string;
  /** Gives up: the stage isn't wanted any more. */
  signal: AbortSignal;
}

/**
 * Has the gateway make the tokens of a stage that is about to run. null: the stage is over, or its execution has ended.
 * Throws `GatewayAbsent` when the gateway can't say for long, or the signal comes.
 */
export async function beginStage(
  { executionId, stageNumber }: StageJob,
  { ownGatewaySocket, signal }: Begin,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Promise<StageAccess | null> {
  const path = `/stages?execution=${executionId}&number=${stageNumber}`;
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const answer = await ask(ownGatewaySocket, path).catch((error: Error) => ({ status: 0, content: error.message }));
    if (answer.status === 200) {
      return JSON.parse(answer.content);
    }
    if (answer.status >= 400 && answer.status < 500) {
      return null;
    }
    if (signal.aborted || Date.now() > deadline) {
      const what = answer.status === 0 ? answer.content : `it answered with ${answer.status}`;
      throw new GatewayAbsent(`The gateway at ${ownGatewaySocket} made no tokens for a stage: ${what}.`);
    }
    await sleep(PAUSE_MILLISECONDS);
  }
}

async function ask(socketPath: string, path: string): Promise<{ status: number; content: string }> {
  const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = openRequest({ socketPath, method: "POST", path, signal, agent: false });
    request.once("error", reject);
    request.once("response", resolve);
    request.end();
  });
  return { status: response.statusCode ?? 0, content: await text(response) };
}
