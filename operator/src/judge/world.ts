import type { EnvironmentResource } from "@catalyst/kubernetes";
import type { Pod } from "./read/pod.ts";

/** How the namespace of a project is, with what stands in it before any pod does. */
type NamespaceState =
  | { kind: "ready" }
  /** `isOurs`: whether we may make it. */
  | { kind: "missing"; mayMake: boolean }
  | { kind: "terminating" }
  /** It is there, and nobody said that environments are made in it. */
  | { kind: "foreign" }
  /** What we made there isn't as we made it. */
  | { kind: "changed" }
  /** Somebody else's policy selects our pods, and lets them reach more. */
  | { kind: "opened"; policy: string };

/** The last attempt at making the pod, if that failed. */
export interface FailedCreation {
  kind: "quota" | "admission" | "namespace" | "other";
  message: string;
  at: Date;
  /** In a row. */
  times: number;
}

/** What was told of the pod beside its status: by name, with the words. */
export interface PodEvent {
  reason: string;
  message: string;
}

/** How the cluster's owner wants environments of a class, as far as it is judged here. */
export interface ClassPolicy {
  /** null: there is no such class. */
  refusal: {
    reason: "ClassNotFound" | "AgentUnknown" | "ImageNotAllowed" | "LimitAboveMaximum";
    message: string;
  } | null;
  /** Whether one is started only where its isolation can be proven. */
  isProofRequired: boolean;
}

/** All that one Environment is judged by. */
export interface World {
  environment: EnvironmentResource;
  /** The one of its name, whoever made it; null: there is none. */
  pod: Pod | null;
  /** How the pod of its name that went last was at its very end; null: none went, or nobody saw it. */
  lastPod: Pod | null;
  namespace: NamespaceState;
  class: ClassPolicy;
  failedCreation: FailedCreation | null;
  /** A pod of a pool that it may have instead of its own; null: none waits that is as its own would be. */
  warmPod: Pod | null;
  /** Whether what must not be reached is there to be tried. */
  isCanaryListening: boolean;
  /** What of it reached what it must not, or was reached, in the gateway's words; null: nothing is known of that. */
  trip: string | null;
  /** When the runner was last heard of at the gateway; null: nobody knows. */
  lastHeard: Date | null;
  events: PodEvent[];
  now: Date;
}
