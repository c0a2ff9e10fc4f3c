import { randomUUID } from "node:crypto";
import {
  API_VERSION,
  type ClusterConnection,
  createObject,
  deleteObject,
  EnvironmentResource,
  FINALIZER,
  listObjects,
  readOne,
  resourcePath,
} from "@catalyst/kubernetes";
import { EnvironmentClass } from "../../../operator/src/classes/environment-class.ts";
import { NO_NEWS } from "../../../operator/src/gateway/gateway-news.ts";
import type { OperatorOptions } from "../../../operator/src/operator-options.ts";
import { connectAs } from "../api-server/connect.ts";
import { operateIn } from "../operator/operator-of-tests.ts";
import { defineEnvironments } from "../resource/define-environments.ts";
import { accountOf, grantRights, HOME } from "../resource/grant-rights.ts";
import { TEST_IMAGES } from "./images.ts";
import { NODE } from "./node-place.ts";
import type { NodeCluster } from "./start-node.ts";

const ENVIRONMENTS = { group: "catalyst.catalyst.dev", version: "v1alpha1", plural: "environments" };
export const PODS = { group: "", version: "v1", plural: "pods" };
export const WRITING = { fieldManager: "test" };
const AGENT_IMAGES = {
  ...{ script: null, "claude-code": TEST_IMAGES["agent-claude-code"], "codex-cli": TEST_IMAGES["agent-codex-cli"] },
};
const SMALL = { cpu: "1", memory: "256Mi", disk: "64Mi" };

interface SpecChanges {
  executionId?: string;
  [field: string]: unknown;
}

/** A gateway at this machine's end of the link. */
interface GatewayOnHost {
  port: number;
  canaryPort: number;
  /** PEM; none: it doesn't speak TLS. */
  authority?: string;
  /** The image whose probe and runner speak to it. */
  runner?: string;
  /** What the class of all environments has beside what is usual. */
  classChanges?: object;
  /** Whether there are pools; who says so has defined them. */
  hasPools?: boolean;
}

/** Environments on a real node, as a worker and its operator have them. */
export interface NodeEnvironments {
  admin: ClusterConnection;
  /** Begins an operator with its own rights alone; returns what ends it. */
  operate(gateway: GatewayOnHost): () => Promise<unknown>;
  /** As a worker makes one; returns its name. What isn't said of it is of one stage and of nobody's execution. */
  make(project: string, spec?: SpecChanges): Promise<string>;
  look(name: string): Promise<EnvironmentResource | null>;
  remove(name: string): Promise<void>;
  podsOf(project: string): Promise<string[]>;
  /** What went wrong for operators since it was asked last. */
  takeFaults(): Error[];
  close(): Promise<void>;
}

export async function operateOnNode(node: NodeCluster): Promise<NodeEnvironments> {
  const admin = connectAs(node, "admin");
  await defineEnvironments(admin);
  await grantRights(admin);
  const operatorsOwn = connectAs(node, "admin", accountOf("catalyst-operator"));
  const faults: Error[] = [];
  const placeOf = (name: string) => ({ resource: ENVIRONMENTS, namespace: HOME, name });
  return {
    admin,
    operate: (gateway) => {
      const onFault = (fault: Error) => void faults.push(fault);
      return operateIn({ connection: operatorsOwn, onFault, changes: changesFor(gateway) }).stop;
    },
    make: (project, spec = {}) => make(admin, project, spec),
    look: async (name) => {
      const found = await readOne(admin, placeOf(name));
      return found === null ? null : EnvironmentResource.parse(found);
    },
    remove: async (name) => void (await deleteObject(admin, { place: placeOf(name) })),
    podsOf: async (project) => {
      const path = resourcePath({ resource: PODS, namespace: `catalyst-env-${project}`, name: null });
      const { objects } = await listObjects({ connection: admin, path });
      return objects.map(({ metadata }) => metadata.name);
    },
    takeFaults: () => faults.splice(0),
    close: async () => {
      await operatorsOwn.close();
      await admin.close();
    },
  };
}

function changesFor({
  port,
  canaryPort,
  authority = "",
  runner = TEST_IMAGES.runner,
  classChanges = {},
  hasPools = false,
}: GatewayOnHost): Partial<OperatorOptions> {
  const denied = ["10.96.0.1:443", `${NODE.metadataAddress}:80`];
  const usual = { image: TEST_IMAGES.tools, delivery: "copy", resources: SMALL };
  return {
    hasPools,
    classes: {
      classes: { default: EnvironmentClass.parse({ ...usual, ...classChanges }) },
      agents: Object.keys(AGENT_IMAGES),
    },
    tenancy: {
      mode: { kind: "project" },
      gateway: { namespace: HOME, podLabels: { x: "gateway" }, addresses: [NODE.hostAddress], port },
      ...{ account: { name: "catalyst-operator", namespace: HOME }, quota: null },
    },
    images: { runner, agents: AGENT_IMAGES },
    gateway: {
      place: () => ({
        ...{ addresses: [`${NODE.hostAddress}:${port}`], canaries: [`${NODE.hostAddress}:${canaryPort}`] },
        ...{ denied, authority, tlsName: "catalyst-gateway" },
      }),
      ...{ isCanaryListening: () => true, news: NO_NEWS },
    },
  };
}

async function make(admin: ClusterConnection, project: string, spec: SpecChanges): Promise<string> {
  const { executionId = randomUUID() } = spec;
  const name = `x-${executionId}`;
  await createObject(admin, {
    place: { resource: ENVIRONMENTS, namespace: HOME, name: null },
    object: {
      ...{ apiVersion: API_VERSION, kind: "Environment" },
      metadata: { name, namespace: HOME, finalizers: [FINALIZER] },
      spec: {
        ...{ project, executionId, source: { repository: "https://x.example/r" }, agent: { type: "script" } },
        ...{ stages: [{ name: "agent" }], ...spec },
      },
    },
    writing: WRITING,
  });
  return name;
}
