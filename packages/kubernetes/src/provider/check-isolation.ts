import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { AnyObject } from "../client/cluster-object.ts";
import type { ClusterConnection } from "../client/connect-cluster.ts";
import { createObject, deleteObject, readOne } from "../client/write-objects.ts";
import { EnvironmentStatusFields } from "../resource/environment-status.ts";
import { API_VERSION, FINALIZER, KIND, LABELS } from "../resource/names.ts";
import { ENVIRONMENTS, WRITING } from "./follow-environments.ts";

const LOOK_MILLISECONDS = 1000;
const START_SECONDS = 120;

/** Whether environments of a cluster are isolated now; `unknown`: one couldn't be tried. */
export type IsolationCheck =
  | { kind: "isolated" }
  | { kind: "not_isolated"; reason: string }
  | { kind: "unknown"; reason: string };

/** What of an Environment decides where its pod is and what it is made of. */
const Like = z.object({
  project: z.string(),
  source: z.looseObject({ repository: z.string() }),
  agent: z.object({ type: z.string(), version: z.string().optional() }),
  className: z.string().optional(),
});

interface Checking {
  connection: ClusterConnection;
  namespace: string;
}

/**
 * How to find out whether an environment like this one is isolated: another one is made, which is nobody's and never gets a job, and is taken away
 * once its probe has spoken. null: this is none of ours.
 */
export function isolationCheckLike(object: AnyObject, { connection, namespace }: Checking) {
  const like = Like.safeParse(object.spec);
  if (!like.success) {
    return null;
  }
  const { project, source, agent, className } = like.data;
  return async (signal: AbortSignal): Promise<IsolationCheck> => {
    const name = `check-${randomUUID()}`;
    const made = {
      apiVersion: API_VERSION,
      kind: KIND,
      metadata: { name, namespace, labels: { [LABELS.type]: "check" }, finalizers: [FINALIZER] },
      spec: {
        ...{ project, source, agent: { ...agent, timeout: "1m" }, stages: [{ name: "agent" }] },
        ...(className === undefined ? {} : { className }),
        resources: { limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "64Mi" } },
        // Should nobody be here any more to take it away.
        ...{ startTimeout: `${START_SECONDS}s`, ttlAfterFinished: "60s" },
      },
    };
    const place = { resource: ENVIRONMENTS, namespace, name };
    await createObject(connection, { place, object: made, writing: WRITING });
    try {
      return await untilKnown(() => readOne(connection, place), signal);
    } finally {
      await deleteObject(connection, { place }).catch(() => undefined);
    }
  };
}

async function untilKnown(look: () => Promise<AnyObject | null>, signal: AbortSignal): Promise<IsolationCheck> {
  while (!signal.aborted) {
    const object = await look();
    if (object === null) {
      return { kind: "unknown", reason: "The environment that was to be tried is gone." };
    }
    const found = read(EnvironmentStatusFields.safeParse(object.status ?? {}).data ?? {});
    if (found !== null) {
      return found;
    }
    await sleep(LOOK_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  }
  return { kind: "unknown", reason: "It wasn't waited for." };
}

function read({ conditions = [], exit }: EnvironmentStatusFields): IsolationCheck | null {
  const finished = conditions.find(({ type, status }) => type === "Finished" && status === "True");
  if (finished !== undefined) {
    return { kind: exit?.reason === "isolation" ? "not_isolated" : "unknown", reason: finished.message };
  }
  const isProven = conditions.some(({ type, status }) => type === "Isolated" && status === "True");
  return isProven ? { kind: "isolated" } : null;
}
