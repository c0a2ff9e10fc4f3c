import { type ClusterConnection, listObjects, resourcePath } from "@catalyst/kubernetes";
import { z } from "zod";
import type { Pod } from "../judge/read/pod.ts";
import type { PodEvent } from "../judge/world.ts";
import { KINDS } from "./kinds.ts";

/** A pod that hasn't moved for so long may have a reason that stands in no status. */
const STUCK_MILLISECONDS = 20_000;
const FRESH_MILLISECONDS = 30_000;
const MAX_EVENTS = 50;

const Event = z.object({
  reason: z.string().max(200),
  message: z
    .string()
    .transform((text) => text.slice(0, 1000))
    .nullish(),
});

export interface PodEvents {
  /** What was told of it; nothing as long as nobody need know. Never fails: its status says the most. */
  of(pod: Pod | null): Promise<PodEvent[]>;
  forget(uid: string): void;
}

/** Asked for by the pod, at times: a watch on all events costs more than all the rest. */
export function podEvents(connection: ClusterConnection): PodEvents {
  const known = new Map<string, { at: number; events: PodEvent[] }>();
  return {
    async of(pod) {
      if (pod === null || !isStuck(pod, connection.now())) {
        return [];
      }
      const { uid, namespace = "" } = pod.metadata;
      const former = known.get(uid);
      const now = performance.now();
      if (former !== undefined && now - former.at < FRESH_MILLISECONDS) {
        return former.events;
      }
      const events = await readEvents(connection, namespace, uid).catch(() => former?.events ?? []);
      known.set(uid, { at: now, events });
      return events;
    },
    forget: (uid) => void known.delete(uid),
  };
}

function isStuck({ metadata, status }: Pod, now: Date): boolean {
  const age = now.getTime() - Date.parse(metadata.creationTimestamp ?? now.toISOString());
  return (status?.phase ?? "Pending") === "Pending" && age >= STUCK_MILLISECONDS;
}

async function readEvents(connection: ClusterConnection, namespace: string, uid: string): Promise<PodEvent[]> {
  const path = resourcePath({ resource: KINDS.events, namespace, name: null });
  const { objects } = await listObjects({ connection, path, query: { fieldSelector: `involvedObject.uid=${uid}` } });
  return objects.slice(-MAX_EVENTS).flatMap((object) => {
    const event = Event.safeParse(object);
    return event.success ? [{ reason: event.data.reason, message: event.data.message ?? "" }] : [];
  });
}
