import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { AnyObject } from "../client/cluster-object.ts";
import type { ClusterConnection } from "../client/connect-cluster.ts";
import { createObject, deleteObject, readOne } from "../client/write-objects.ts";
import { EnvironmentStatusFields } from "../resource/environment-status.ts";
import { API_VERSION, FINALIZER, GROUP, KIND, LABELS, PLURAL, VERSION } from "../resource/names.ts";

const RESOURCE = { group: GROUP, version: VERSION, plural: PLURAL };
const NAME_BYTES = 8;
/** What is over by itself, should nobody be here any more to take it away. */
const LIVES = { timeout: "1m", ttlAfterFinished: "60s" };

/** What of an Environment decides where its pod is and what it is made of. */
interface TrialSpec {
  project: string;
  source: { repository: string };
  agent: { type: string; version?: string | undefined };
  className?: string | undefined;
  /** null: those of its class. */
  limits: Record<"cpu" | "memory" | "ephemeral-storage", string> | null;
  startSeconds: number;
}

interface Trying {
  connection: ClusterConnection;
  /** Where the operator heeds Environments. */
  namespace: string;
  spec: TrialSpec;
  fieldManager: string;
  /** Between two looks. */
  lookMilliseconds: number;
  /** Until then it is waited for. */
  signal: AbortSignal;
}

/** `reason`: the short one of its end, or of how far it came; `exit`: what it ended for, in the port's word; `gone`: somebody took it away. */
export type TriedEnvironment =
  | { kind: "isolated"; facts: readonly string[] }
  | { kind: "ended"; reason: string; message: string; exit: string | null }
  | { kind: "unfinished"; reason: string; message: string }
  | { kind: "gone" };

/**
 * Whether such an environment comes to be isolated: makes one that is nobody's and never gets a job, waits for what its probe says, and takes it
 * away. Throws `ClusterFault` where it can't be made, or looked at.
 */
export async function tryEnvironment({ connection, namespace, spec, ...trying }: Trying): Promise<TriedEnvironment> {
  const place = { resource: RESOURCE, namespace, name: `check-${randomBytes(NAME_BYTES).toString("hex")}` };
  const { limits, startSeconds, agent, ...like } = spec;
  const object = {
    ...{ apiVersion: API_VERSION, kind: KIND },
    metadata: { name: place.name, namespace, labels: { [LABELS.type]: "check" }, finalizers: [FINALIZER] },
    spec: {
      ...{ ...like, agent: { ...agent, timeout: LIVES.timeout }, startTimeout: `${startSeconds}s` },
      ...{ ttlAfterFinished: LIVES.ttlAfterFinished, ...(limits === null ? {} : { resources: { limits } }) },
    },
  };
  await createObject(connection, { place, object, writing: { fieldManager: trying.fieldManager } });
  try {
    return await untilKnown(() => readOne(connection, place), trying);
  } finally {
    await deleteObject(connection, { place }).catch(() => undefined);
  }
}

async function untilKnown(
  look: () => Promise<AnyObject | null>,
  { signal, lookMilliseconds }: Pick<Trying, "signal" | "lookMilliseconds">,
): Promise<TriedEnvironment> {
  for (;;) {
    const object = await look();
    if (object === null) {
      return { kind: "gone" };
    }
    const found = judge(EnvironmentStatusFields.safeParse(object.status ?? {}).data ?? {});
    if (found.kind !== "unfinished" || signal.aborted) {
      return found;
    }
    await sleep(lookMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}

function judge({ conditions = [], exit, facts = [], ...told }: EnvironmentStatusFields): TriedEnvironment {
  const find = (type: string) => conditions.find((condition) => condition.type === type && condition.status === "True");
  const finished = find("Finished");
  if (finished !== undefined) {
    const { reason, message } = finished;
    return { kind: "ended", reason, message, exit: exit?.reason ?? null };
  }
  if (find("Isolated") !== undefined) {
    return { kind: "isolated", facts };
  }
  const { reason = "Unseen", message = "the operator hasn't looked at it" } = told;
  return { kind: "unfinished", reason, message };
}
