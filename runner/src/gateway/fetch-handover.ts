import { Handover, type Job } from "@catalyst/core";
import { askGateway } from "./ask-gateway.ts";

/** What the stages before this one left for it. Rejects when the gateway refuses, or doesn't answer for long. */
export async function fetchHandover(
  { gateway, token }: Pick<Job, "gateway" | "token">,
  signal: AbortSignal,
): Promise<Handover> {
  const question = "what the stages before this one left";
  return Handover.parse(await askGateway({ gateway, path: "/handover", question, token, signal }));
}
