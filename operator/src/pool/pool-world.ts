import type { EnvironmentPoolResource } from "@catalyst/kubernetes";
import type { Pod } from "../judge/read/pod.ts";
import type { ClassPolicy, World } from "../judge/world.ts";
import type { WarmWants } from "./warm-pod.ts";

/** Of those of a pool that came to nothing, or couldn't be made. */
export interface PoolFailure {
  reason: string;
  message: string;
  at: Date;
  /** In a row. */
  times: number;
}

/** All that a pool is judged by. */
export interface PoolWorld {
  pool: EnvironmentPoolResource;
  /** Those that bear its name and are nobody's. */
  warm: readonly Pod[];
  /** How many Environments have now. */
  claimed: number;
  /** null: each environment has a namespace of its own here, and no pod can be there before. */
  namespace: World["namespace"] | null;
  class: ClassPolicy;
  /** What a pod of it would be made of, and proven under, now. */
  wants: WarmWants;
  /** Whether it is known where the gateway is, and isolation can be proven, or needn't be: before that nothing says what a pod would be made of. */
  isProvable: boolean;
  lastHeard: (podUid: string) => Date | null;
  /** An Environment is just about to have it. */
  isReserved: (podUid: string) => boolean;
  /** It was thrown away, and nobody was told of that yet. */
  isRemoved: (podUid: string) => boolean;
  failure: PoolFailure | null;
  now: Date;
}
