import { z } from "zod";
import type { Message } from "../agent/steer-agent.ts";
import { type GatewayAccess, sendRequest } from "./send-request.ts";

const ANSWER_MILLISECONDS = 5000;
/** As many messages as come at once. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

const Answer = z.object({ messages: z.array(z.object({ number: z.int().positive(), text: z.string() })) });

/** The messages that wait for the agent beyond this number; those up to it were given to it. Rejects when there is no answer. */
export async function takeMessages(access: GatewayAccess, afterNumber: number): Promise<Message[]> {
  const { status, content } = await sendRequest({
    ...access,
    method: "GET",
    path: `/messages?after=${afterNumber}`,
    timeoutMilliseconds: ANSWER_MILLISECONDS,
    maxBytes: MAX_ANSWER_BYTES,
    signal: new AbortController().signal,
  });
  if (status !== 200) {
    throw new Error(`asking for messages was answered with ${status}`);
  }
  return Answer.parse(JSON.parse(content.toString("utf8"))).messages;
}
