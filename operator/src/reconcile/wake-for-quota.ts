import { type EnvironmentResource, objectKey, type ResourceCache } from "@catalyst/kubernetes";
import type { FailedCreation } from "../judge/world.ts";
import { BANDS, type WorkQueue } from "../queue/work-queue.ts";

/** What one pod leaves is enough for a few; the others go on waiting as they did. */
const MAX_WOKEN = 10;

interface Waking {
  environments: Pick<ResourceCache<EnvironmentResource>, "list">;
  /** The namespace of its pod. */
  nameFor: (environment: EnvironmentResource) => string;
  /** By an Environment's uid. */
  failures: Map<string, FailedCreation>;
  queue: Pick<WorkQueue, "add">;
}

/** A pod in a namespace has ended: those that wait for its quota try again now, and who waits longest is first. */
export function wakeForQuota(name: string, { environments, nameFor, failures, queue }: Waking): void {
  const ageOf = ({ metadata }: EnvironmentResource) => metadata.creationTimestamp ?? "";
  const waiting = environments
    .list()
    .filter((one) => failures.get(one.metadata.uid ?? "")?.kind === "quota" && nameFor(one) === name)
    .toSorted((a, b) => (ageOf(a) < ageOf(b) ? -1 : 1));
  for (const environment of waiting.slice(0, MAX_WOKEN)) {
    const uid = environment.metadata.uid ?? "";
    const failed = failures.get(uid) as FailedCreation;
    failures.set(uid, { ...failed, at: new Date(0) });
    queue.add(objectKey(environment), BANDS.change);
  }
}
