import type {
  ClusterConnection,
  ClusterFault,
  EnvironmentResource,
  EnvironmentStatusFields,
} from "@catalyst/kubernetes";
import type { Classes } from "./classes/check-class.ts";
import type { GatewayNews } from "./gateway/gateway-news.ts";
import type { OperatorMeasures } from "./metrics/operator-measures.ts";
import type { Tenancy } from "./namespace/ensure-namespace.ts";
import type { GatewayPlace } from "./pod/pod-parts.ts";

/** What the operator knows of the gateway at any time. */
interface GatewayKnowledge {
  place(): GatewayPlace;
  /** Whether what must not be reached from a pod is there to be tried. */
  isCanaryListening(): boolean;
  /** What it says itself of pods. */
  news: GatewayNews;
}

export interface OperatorOptions {
  connection: ClusterConnection;
  /** The namespace whose Environments are heeded; nobody gets pods by making one elsewhere. */
  home: string;
  identity: string;
  classes: Classes;
  tenancy: Tenancy;
  /** Whether there are pools, and the rights to follow them. */
  hasPools: boolean;
  images: { runner: string; agents: Readonly<Record<string, string | null>> };
  gateway: GatewayKnowledge;
  signal: AbortSignal;
  /** What went wrong and is tried again, for the log. */
  onFault: (fault: ClusterFault | Error) => void;
  measures?: OperatorMeasures;
  /** A status was told of an Environment, which had the other one before. */
  onTold?: (environment: EnvironmentResource, former: EnvironmentStatusFields | undefined) => void;
}
