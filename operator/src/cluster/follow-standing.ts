import { setTimeout as sleep } from "node:timers/promises";
import { type ClusterFault, LABELS, type ResourceCache, readOne, resourceCache } from "@catalyst/kubernetes";
import type { StandingNamespace } from "../namespace/standing.ts";
import type { OperatorOptions } from "../operator-options.ts";
import { followKind } from "./follow-kind.ts";
import { KINDS } from "./kinds.ts";

const LOOK_MILLISECONDS = 10_000;

export interface FollowingStanding {
  options: Pick<OperatorOptions, "connection" | "tenancy" | "onFault">;
  signal: AbortSignal;
  onChange: (namespace: StandingNamespace | null, former: StandingNamespace | null) => void;
  onComplete: () => void;
}

type Standing = Pick<ResourceCache<StandingNamespace>, "get" | "isComplete">;
type Read = Parameters<typeof resourceCache<StandingNamespace>>[0];

const read: Read = ({ metadata, status }) => ({ metadata, status }) as StandingNamespace;

/** The namespaces of environments that are there. Who has no rights of the whole cluster may look at one alone, and not be told of it. */
export function followStanding({ options, signal, onChange, onComplete }: FollowingStanding): Standing {
  const { connection, tenancy, onFault } = options;
  if (tenancy.mode.kind !== "fixed") {
    return followKind<StandingNamespace>({
      ...{ connection, resource: KINDS.namespaces, namespace: null, onFault, signal },
      ...{ labelSelector: `${LABELS.environments}=true`, onComplete, onChange, read },
    });
  }
  const cache = resourceCache(read);
  cache.onChange(({ object, former }) => onChange(object, former));
  const place = { resource: KINDS.namespaces, namespace: null, name: tenancy.mode.namespace };
  void (async () => {
    while (!signal.aborted) {
      try {
        const found = await readOne(connection, place);
        cache.replace(found === null ? [] : [found], found?.metadata.resourceVersion ?? "");
        onComplete();
      } catch (cause) {
        onFault(cause as ClusterFault);
      }
      await sleep(LOOK_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
  })();
  return cache;
}
