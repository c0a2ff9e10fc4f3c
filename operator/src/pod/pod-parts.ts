import { z } from "zod";
import type { EnvironmentClass } from "../classes/environment-class.ts";

/** Where the gateway is for pods, and how they know that it is it. */
export const GatewayPlace = z.object({
  /** Literal addresses with their port: pods ask no name server. */
  addresses: z.array(z.string()).min(1),
  /** The addresses that must not be reached from a pod, and whose owner says whether they were. */
  canaries: z.array(z.string()),
  /** What else must not be reached. */
  denied: z.array(z.string()),
  /** PEM. */
  authority: z.string(),
  tlsName: z.string().default("catalyst-gateway"),
});
export type GatewayPlace = z.infer<typeof GatewayPlace>;

/** What a pod is made of beside its Environment. */
export interface PodParts {
  class: EnvironmentClass;
  gateway: GatewayPlace;
  /** Ours, by digest: probe, runner, and what they stand on. */
  runnerImage: string;
  /** The agent's own files, by digest; null: it needs none. */
  agentImage: string | null;
  namespace: string;
  /** Where another environment's runner can be reached by whoever may; null: there is none now. */
  sibling: string | null;
  /** How many pods its Environment has had with this one. */
  attempt: number;
  /** The node that couldn't start the former one. */
  avoidNode: string | null;
}
