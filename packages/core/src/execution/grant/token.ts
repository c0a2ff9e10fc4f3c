import { createHash, createHmac } from "node:crypto";

/**
 * The token of what runs beside the runner that has this one. By it the gateway knows what to mask in a runner's events;
 * from it nobody gets back to the runner's.
 */
export function agentTokenOf(runnerToken: string): string {
  return createHmac("sha256", runnerToken).update("agent").digest("base64url");
}

/** All that is stored of a token. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
