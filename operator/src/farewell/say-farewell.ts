import {
  type ClusterConnection,
  ClusterFault,
  deleteObject,
  GROUP,
  listObjects,
  mergeObject,
  PLURAL,
  POOL_PLURAL,
  type ResourceKind,
  readOne,
  resourcePath,
  VERSION,
} from "@catalyst/kubernetes";
import { z } from "zod";
import { KINDS } from "../cluster/kinds.ts";

/** As long as a node that is away takes at most. */
const LOOKS = 120;
const WORKERS = { resource: { group: "apps", version: "v1", plural: "statefulsets" }, name: "catalyst" };
const OPERATORS = { resource: { group: "apps", version: "v1", plural: "deployments" }, name: "catalyst-operator" };
/** What no chart made: of hooks, of the operator. */
const MADE: readonly { resource: ResourceKind; name: string }[] = [
  { resource: { group: "", version: "v1", plural: "secrets" }, name: "catalyst-database" },
  { resource: { group: "batch", version: "v1", plural: "jobs" }, name: "catalyst-migrate" },
  { resource: KINDS.pods, name: "catalyst-test-api" },
  { resource: KINDS.pods, name: "catalyst-test-isolation" },
  { resource: KINDS.configMaps, name: "catalyst-identity-keys" },
  { resource: { group: "coordination.k8s.io", version: "v1", plural: "leases" }, name: "catalyst-operator" },
];
const WRITING = { fieldManager: "catalyst-uninstall" };
const Groups = z.object({ groups: z.array(z.object({ name: z.string() })) });
const Kinds = z.object({ resources: z.array(z.object({ name: z.string() })) });
const Running = z.object({ status: z.object({ replicas: z.int().default(0) }) });

export interface Farewell {
  connection: ClusterConnection;
  home: string;
  tell: (line: string) => void;
  /** Between two looks. */
  pause: () => Promise<void>;
}

/**
 * Ends all Environments, of people too, while their operator is still there to end their pods, then the operator, and takes away what it made.
 * Finalizers that are left after two minutes are taken away: nothing else would ever do that.
 */
export async function sayFarewell(farewell: Farewell): Promise<void> {
  const { tell } = farewell;
  // Else they would make others while these go.
  await scaleDown(farewell, WORKERS);
  const served = await servedKinds(farewell.connection);
  if (served.includes(POOL_PLURAL)) {
    // Their pods wait for nobody any more, and would be there for hours.
    await endAll(farewell, { resource: KINDS.pools, what: "pools of Environments", isDefined: true });
  }
  await endAll(farewell, { resource: KINDS.environments, what: "Environments", isDefined: served.includes(PLURAL) });
  await scaleDown(farewell, OPERATORS);
  await waitUntil(farewell, async () => !(await isRunning(farewell, OPERATORS)));
  for (const { resource, name } of MADE) {
    await deleteObject(farewell.connection, { place: { resource, namespace: farewell.home, name } });
  }
  tell(
    "These stay: the definitions of Environment and its pools, the namespaces catalyst-env-*, the secret catalyst-keys, the home's claim.",
  );
}

interface Ending {
  resource: ResourceKind;
  what: string;
  /** An installation that failed half-way has no definition of them. */
  isDefined: boolean;
}

async function endAll(farewell: Farewell, { resource, what, isDefined }: Ending): Promise<void> {
  const { connection, home, tell } = farewell;
  const placeOf = (name: string) => ({ resource, namespace: home, name });
  const path = resourcePath({ resource, namespace: home, name: null });
  const list = async () =>
    isDefined ? (await listObjects({ connection, path })).objects.map(({ metadata }) => metadata.name) : [];
  tell(`${(await list()).length} ${what} are ended.`);
  await waitUntil(farewell, async () => {
    const left = await list();
    for (const name of left) {
      await deleteObject(connection, { place: placeOf(name) });
    }
    return left.length === 0;
  });
  for (const name of await list()) {
    tell(`${name} isn't ended by its operator: its pod may still be there.`);
    const change = { metadata: { finalizers: null } };
    await mergeObject(connection, { place: placeOf(name), change, writing: WRITING });
  }
}

async function waitUntil({ pause }: Farewell, isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < LOOKS && !(await isSo()); looks++) {
    await pause();
  }
}

type Named = typeof WORKERS;

async function scaleDown({ connection, home }: Farewell, { resource, name }: Named): Promise<void> {
  const place = { resource, namespace: home, name };
  try {
    await mergeObject(connection, { place, change: { spec: { replicas: 0 } }, writing: WRITING });
  } catch (cause) {
    if (!(cause instanceof ClusterFault && cause.kind === "not_found")) {
      throw cause;
    }
  }
}

/** What isn't served at all is answered in no words of an API server's. */
async function servedKinds(connection: ClusterConnection): Promise<string[]> {
  const { groups } = Groups.parse(await connection.send({ method: "GET", path: "/apis" }));
  if (!groups.some(({ name }) => name === GROUP)) {
    return [];
  }
  const { resources } = Kinds.parse(await connection.send({ method: "GET", path: `/apis/${GROUP}/${VERSION}` }));
  return resources.map(({ name }) => name);
}

async function isRunning({ connection, home }: Farewell, { resource, name }: Named): Promise<boolean> {
  const found = Running.safeParse(await readOne(connection, { resource, namespace: home, name }));
  return found.success && found.data.status.replicas > 0;
}
