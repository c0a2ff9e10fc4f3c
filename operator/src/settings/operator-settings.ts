import { z } from "zod";
import { EnvironmentClass } from "../classes/environment-class.ts";

const MAX_PORT = 65_535;
const Port = z.int().positive().max(MAX_PORT);
const DnsLabel = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "is lower-case letters, digits and dashes");
const Image = z.string().min(1).max(1024);
const Amounts = z.record(z.string(), z.string());

/** What the cluster's owner says of environments: a file that the chart writes. A word that isn't known here is a mistake. */
export const OperatorSettings = z.strictObject({
  /** As whom the operator is known to the cluster. */
  account: DnsLabel.default("catalyst-operator"),
  gateway: z.strictObject({
    service: DnsLabel.default("catalyst-gateway"),
    /** Of its pods, which policies let environments reach. */
    podLabels: Amounts.default({ "app.kubernetes.io/name": "catalyst", "app.kubernetes.io/component": "gateway" }),
    port: Port.default(8443),
    /** On the gateway's pods; no environment may reach it. */
    canaryPort: Port.default(8444),
    /** On the gateway's pods, for the operator alone. */
    operatorPort: Port.default(8445),
    /** Holds the operator's own token for the gateway; null: the gateway isn't asked. */
    identityFile: z.string().startsWith("/", "must be an absolute path").nullable().default(null),
    tlsName: z.string().min(1).max(253).default("catalyst-gateway"),
    /** A PEM file: whom environments trust to be the gateway. */
    authorityFile: z.string().startsWith("/", "must be an absolute path"),
    /** What environments try beside the canary, and must not reach: `host:port`. */
    denied: z.array(z.string().max(300)).max(50).default([]),
  }),
  images: z.strictObject({
    runner: Image,
    /** By the agent's name; null: it needs none. */
    agents: z.record(z.string(), Image.nullable()),
  }),
  classes: z.record(DnsLabel, EnvironmentClass).refine((classes) => "default" in classes, "has no class default"),
  /** Where pods are: in a namespace for each project, in a single one that is there, or in one for each environment. */
  namespaces: z
    .discriminatedUnion("mode", [
      z.strictObject({ mode: z.literal("project") }),
      z.strictObject({ mode: z.literal("fixed"), name: DnsLabel }),
      z.strictObject({ mode: z.literal("environment") }),
    ])
    .default({ mode: "project" }),
  pools: z
    .strictObject({
      /** Whether the operator keeps pods warm where it is asked to; the definition of pools and the rights to follow them are there then. */
      enabled: z.boolean().default(false),
    })
    .prefault({}),
  /** What the environments of a namespace may use at once, in a ResourceQuota's words; null: no limit of ours. */
  quota: Amounts.nullable().default(null),
});
export type OperatorSettings = z.infer<typeof OperatorSettings>;
