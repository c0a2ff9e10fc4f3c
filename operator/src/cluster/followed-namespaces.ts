import type { EnvironmentResource, ResourceCache } from "@catalyst/kubernetes";
import type { Pod } from "../judge/read/pod.ts";
import { type EnsuredNamespace, ensureNamespace } from "../namespace/ensure-namespace.ts";
import { type PodNamespace, podNamespaceOf } from "../namespace/pod-namespace.ts";
import type { StandingNamespace } from "../namespace/standing.ts";
import type { OperatorOptions } from "../operator-options.ts";
import { chooseSibling } from "./choose-sibling.ts";
import { type FollowedNamespace, followNamespace } from "./followed-namespace.ts";

export interface FollowingNamespaces {
  options: OperatorOptions;
  signal: AbortSignal;
  /** Those that are there and labelled as ones for environments. */
  standing: Pick<ResourceCache<StandingNamespace>, "get" | "isComplete">;
  onPod: (pod: Pod) => void;
  /** A pod in the namespace of this name has ended. */
  onRoom: (name: string) => void;
  /** Something else of it is another than before. */
  onChange: (name: string) => void;
}

export interface FollowedNamespaces {
  /** Where this one's pod is. */
  of(environment: EnvironmentResource): FollowedNamespace;
  follow(wanted: PodNamespace): FollowedNamespace;
  /** It is gone, and so is what was known of it. */
  forget(name: string): void;
  ensure(namespace: FollowedNamespace): Promise<EnsuredNamespace>;
  /** What we made there and somebody changed is put back, whether or not an Environment waits for it. */
  mend(name: string): Promise<null>;
  /** Where an environment can be reached by whoever may, of another namespace than this if there is one; null: none works now. */
  siblingOf(name: string): string | null;
  podOf(key: string): Pod | null;
  /** All that are known. */
  list(): FollowedNamespace[];
}

/** Each namespace from the first time on that an Environment of it is looked at, or it is found. */
export function followNamespaces(following: FollowingNamespaces): FollowedNamespaces {
  const { options, signal, standing, onPod, onRoom, onChange } = following;
  const { connection, tenancy } = options;
  const followed = new Map<string, { namespace: FollowedNamespace; ending: AbortController }>();
  const ensure = ({ wanted }: FollowedNamespace) => ensureNamespace(connection, wanted, tenancy);
  const follow = (wanted: PodNamespace): FollowedNamespace => {
    const { name } = wanted;
    const known = followed.get(name);
    if (known !== undefined) {
      return known.namespace;
    }
    const ending = new AbortController();
    const namespace = followNamespace({
      ...{ connection, wanted, tenancy, namespaces: standing, onPod },
      ...{ onRoom: () => onRoom(name), onChange: () => onChange(name), onFault: options.onFault },
      signal: AbortSignal.any([signal, ending.signal]),
    });
    followed.set(name, { namespace, ending });
    return namespace;
  };
  const all = () => [...followed.values()].map(({ namespace }) => namespace);
  return {
    ...{ follow, ensure },
    of: (environment) => follow(podNamespaceOf(environment, tenancy.mode)),
    forget(name) {
      followed.get(name)?.ending.abort();
      followed.delete(name);
    },
    async mend(name) {
      const known = followed.get(name)?.namespace;
      if (known?.isComplete() && known.state().kind === "changed") {
        await ensure(known);
      }
      return null;
    },
    siblingOf: (name) => chooseSibling(all(), name),
    list: all,
    podOf: (key) =>
      all()
        .map(({ pods }) => pods.get(key))
        .find((pod) => pod !== null) ?? null,
  };
}
