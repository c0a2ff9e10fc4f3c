import { createHash } from "node:crypto";
import { type EnvironmentPoolSpec, EnvironmentSpec, quantityUnits } from "@catalyst/kubernetes";
import { buildPodSpec } from "../pod/build-pod.ts";
import type { PodParts } from "../pod/pod-parts.ts";

const DIGEST_LENGTH = 32;
/** A pod of a pool has no repository, and none says so. */
const NO_REPOSITORY = "https://pool.invalid/";

/** The Environment that pods of a pool are made for, as far as a pod is made of one. */
export function specOfPool(spec: EnvironmentPoolSpec): EnvironmentSpec {
  const { project, agent, resources, stages, className, image, longestTimeout } = spec;
  return EnvironmentSpec.parse({
    ...{ project, source: { repository: NO_REPOSITORY }, stages, className },
    agent: { type: agent.type, timeout: longestTimeout },
    ...(resources === undefined ? {} : { resources }),
    ...(image === undefined ? {} : { image }),
  });
}

/**
 * By this it is known that two pods are made of the same: all that the cluster is told of them but their names, their deadlines, and what
 * only this one tries. Whatever is added to pods counts here by itself.
 */
export function templateOf(spec: EnvironmentSpec, parts: PodParts): string {
  const made = buildPodSpec(spec, { ...parts, sibling: null, attempt: 1, avoidNode: null });
  const text = JSON.stringify(made, sameAmounts);
  return createHash("sha256").update(text).digest("hex").slice(0, DIGEST_LENGTH);
}

/** `4Gi` is as much as `4096Mi`. */
function sameAmounts(key: string, value: unknown): unknown {
  if (key === "sizeLimit" && typeof value === "string") {
    return String(quantityUnits(value));
  }
  if ((key === "limits" || key === "requests") && value !== null && typeof value === "object") {
    const amounts = Object.entries(value as Record<string, string>).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(amounts.map(([name, amount]) => [name, `${quantityUnits(amount)} units`]));
  }
  return value;
}
