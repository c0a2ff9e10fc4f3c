import type { EnvironmentResource } from "@catalyst/kubernetes";
import { checkClass } from "../classes/check-class.ts";
import type { FollowedNamespace } from "../cluster/followed-namespace.ts";
import type { Pod } from "../judge/read/pod.ts";
import type { OperatorOptions } from "../operator-options.ts";
import { partsOf } from "../pod/parts-of.ts";
import { chooseWarm } from "../pool/choose-warm.ts";
import type { Claims } from "../pool/claims.ts";
import { templateOf } from "../pool/pool-template.ts";

const MAX_LABEL_LENGTH = 63;

interface Wanting {
  environment: EnvironmentResource;
  place: FollowedNamespace;
  options: OperatorOptions;
  claims: Claims;
}

/** A pod of a pool that an Environment may have; null: none is as its own would be, or it isn't to have one. */
export function warmPodFor({ environment, place, options, claims }: Wanting): Pod | null {
  const { spec } = environment;
  const pods = mayClaim(environment) ? place.warmPods() : [];
  if (pods.length === 0 || checkClass(spec, options.classes).refusal !== null) {
    return null;
  }
  const made = { namespace: place.wanted.name, sibling: null, attempt: 1, avoidNode: null };
  return chooseWarm({
    ...{ pods, spec, lastHeard: options.gateway.news.lastHeard },
    isReserved: (podUid) => claims.isReserved(podUid) || claims.isRefused(podUid),
    wants: { template: templateOf(spec, partsOf(spec, options, made)), ground: place.ground() },
    now: options.connection.now(),
  });
}

/** One that nobody works in needs none; a queue counts what it lets go; and after its first pod it has had its chance. */
function mayClaim({ metadata, spec, status }: EnvironmentResource): boolean {
  const isAsked = spec.pool !== "Never" && spec.executionId !== undefined && spec.queueName === undefined;
  return isAsked && status?.pod === undefined && metadata.name.length <= MAX_LABEL_LENGTH;
}
