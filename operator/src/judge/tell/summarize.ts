import type { Condition, EnvironmentResource, EnvironmentStatusFields } from "@catalyst/kubernetes";
import { isTrue } from "./conditions.ts";

type Summary = Pick<EnvironmentStatusFields, "phase" | "reason" | "message">;

/** What a person sees first, made from the conditions alone. Nothing of ours reads it. */
export function summarize({ metadata }: EnvironmentResource, status: EnvironmentStatusFields): Summary {
  const conditions = status.conditions ?? [];
  const found = (type: string) => conditions.find((condition) => condition.type === type);
  const finished = found("Finished");
  if (metadata.deletionTimestamp !== undefined) {
    return { phase: "Terminating", ...wordsOf(found("Terminating") ?? finished) };
  }
  if (finished?.status === "True") {
    return { phase: endPhase(finished, status), ...wordsOf(finished) };
  }
  if (isTrue(conditions, "Ready")) {
    return { phase: "Running", ...wordsOf(found("Ready")) };
  }
  const waited = ["Accepted", "NamespaceReady", "Scheduled", "ImagesReady", "Isolated", "Ready"].map(found);
  const first = waited.find((condition) => condition !== undefined && condition.status !== "True");
  return { phase: status.pod === undefined ? "Pending" : "Starting", ...wordsOf(first) };
}

function endPhase({ reason }: Condition, { exit }: EnvironmentStatusFields): Summary["phase"] {
  if (reason === "Refused" || reason === "StartTimeout") {
    return "Refused";
  }
  return reason === "Completed" && exit?.code === 0 ? "Succeeded" : "Failed";
}

function wordsOf(condition: Condition | undefined): Summary {
  return condition === undefined ? {} : { reason: condition.reason, message: condition.message };
}
