import { REVERSE_CANARY_PORT } from "@catalyst/core/apart/cluster";
import { hostPort } from "../gateway/follow-gateway.ts";
import { hasStageStarted, type Pod } from "../judge/read/pod.ts";
import type { FollowedNamespace } from "./followed-namespace.ts";

/** Where an environment's runner listens now, of another namespace if there is one: policies between namespaces are the ones to be tried first. */
export function chooseSibling(
  namespaces: readonly Pick<FollowedNamespace, "wanted" | "pods">[],
  namespace: string,
): string | null {
  const [others, own] = [true, false].map((isOther) =>
    namespaces.filter(({ wanted }) => (wanted.name !== namespace) === isOther),
  );
  for (const { pods } of [...(others ?? []), ...(own ?? [])]) {
    const found = pods.list().find(isAtWork);
    if (found?.status?.podIP !== undefined) {
      return hostPort(found.status.podIP, REVERSE_CANARY_PORT);
    }
  }
  return null;
}

function isAtWork(pod: Pod): boolean {
  const { phase, podIP } = pod.status ?? {};
  return (
    phase === "Running" && podIP !== undefined && pod.metadata.deletionTimestamp === undefined && hasStageStarted(pod)
  );
}
