import { isDeepStrictEqual } from "node:util";
import { LABELS } from "@catalyst/kubernetes";
import type { World } from "../judge/world.ts";
import { POD_LABELS } from "./build-policies.ts";
import type { Selector, Standing, StandingPolicy } from "./standing.ts";

type NamespaceState = World["namespace"];

/** How what stands there is, beside what is to stand there. `mayMake`: whether a namespace that is missing is ours to make. */
export function readNamespaceState(
  { namespace, policies, hasAccount }: Standing,
  wanted: { policies: StandingPolicy[]; mayMake: boolean },
): NamespaceState {
  if (namespace === null) {
    return { kind: "missing", mayMake: wanted.mayMake };
  }
  if (namespace.metadata.deletionTimestamp !== undefined || namespace.status?.phase === "Terminating") {
    return { kind: "terminating" };
  }
  if (namespace.metadata.labels?.[LABELS.environments] !== "true") {
    return { kind: "foreign" };
  }
  const isOurs = ({ metadata }: StandingPolicy) => wanted.policies.some((one) => one.metadata.name === metadata.name);
  const opening = policies.find((policy) => !isOurs(policy) && opens(policy));
  if (opening !== undefined) {
    return { kind: "opened", policy: opening.metadata.name };
  }
  const isAsWanted = wanted.policies.every(({ metadata: { name }, spec }) =>
    isDeepStrictEqual(policies.find((policy) => policy.metadata.name === name)?.spec, spec),
  );
  return isAsWanted && hasAccount ? { kind: "ready" } : { kind: "changed" };
}

/** Policies only ever add to what may be reached: one with rules that may select our pods widens what ours leave. */
function opens({ spec }: StandingPolicy): boolean {
  const hasRules = (spec?.ingress?.length ?? 0) > 0 || (spec?.egress?.length ?? 0) > 0;
  return hasRules && maySelect(spec?.podSelector);
}

function maySelect({ matchLabels = {} }: Selector = {}): boolean {
  // Pods have further labels, and expressions say many things: what isn't surely about others may be about ours.
  return !Object.entries(POD_LABELS).some(
    ([name, value]) => matchLabels[name] !== undefined && matchLabels[name] !== value,
  );
}
