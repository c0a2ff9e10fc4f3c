import { ENVIRONMENT_PATHS, Handover, type Job } from "@catalyst/core";
import { askGateway } from "./ask-gateway.ts";

/** What the stages before this one left for it. Rejects when the gateway refuses, or doesn't answer for long. */
export async function fetchHandover({ token }: Pick<Job, "token">, signal: AbortSignal): Promise<Handover> {
  const socketPath = ENVIRONMENT_PATHS.gatewaySocket;
  const question = "what the stages before this one left";
  return Handover.parse(await askGateway({ socketPath, path: "/handover", question, token, signal }));
}
