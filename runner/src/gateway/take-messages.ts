import { GATEWAY_URL_INSIDE } from "@catalyst/core";
import { z } from "zod";
import type { Message } from "../agent/steer-agent.ts";

const ANSWER_MILLISECONDS = 5000;

const Answer = z.object({ messages: z.array(z.object({ number: z.int().positive(), text: z.string() })) });

/** The messages that wait for the agent beyond this number; those up to it were given to it. Rejects when there is no answer. */
export async function takeMessages(token: string, afterNumber: number): Promise<Message[]> {
  const response = await fetch(`${GATEWAY_URL_INSIDE}/messages?after=${afterNumber}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
  });
  const said = await response.text();
  if (!response.ok) {
    throw new Error(`asking for messages was answered with ${response.status}`);
  }
  return Answer.parse(JSON.parse(said)).messages;
}
