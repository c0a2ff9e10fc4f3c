import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PodTrip, StageEnd, StageJob } from "@catalyst/core";
import type { EnvironmentJobs } from "@catalyst/kubernetes";

/** The jobs of environments in a folder, which several processes may have, and what the gateway does with them. */
export interface FileJobs extends EnvironmentJobs {
  jobsOf(executionId: string): Promise<StageJob[]>;
  isBound(executionId: string, podUid: string): Promise<boolean>;
  /** What a runner told of itself, or that none was needed. */
  noteEnd(executionId: string, end: StageEnd): Promise<void>;
  /** It isn't isolated any more; in this process alone it is heard of at once. */
  trip(executionId: string, reason: string): Promise<void>;
}

export function fileJobs(folder: string): FileJobs {
  const watchers = new Set<(podUid: string | null) => void>();
  const placeOf = (executionId: string) => join(folder, executionId);
  const write = async (executionId: string, name: string, content: unknown) => {
    await mkdir(placeOf(executionId), { recursive: true });
    const path = join(placeOf(executionId), name);
    const draft = `${path}.${process.pid}.${Math.random()}`;
    await writeFile(draft, JSON.stringify(content));
    await rename(draft, path);
  };
  const read = async <T>(executionId: string, name: string): Promise<T> =>
    JSON.parse(await readFile(join(placeOf(executionId), name), "utf8"));
  const forget = (executionId: string) => rm(placeOf(executionId), { recursive: true, force: true });
  const list = async (executionId: string, prefix: string) =>
    (await readdir(placeOf(executionId)).catch(() => [])).filter(
      (name) => name.startsWith(prefix) && name.endsWith("e"),
    );
  const trips = async () => {
    const executionIds = await readdir(folder);
    const found = executionIds.map((executionId) => read<PodTrip>(executionId, "trip.done").catch(() => null));
    return (await Promise.all(found)).filter((trip) => trip !== null);
  };
  return {
    keep: (executionId, jobs) => write(executionId, "jobs", jobs),
    bind: (binding) => write(binding.executionId, `bound-${binding.podUid}.done`, binding),
    async listEnds(executionId) {
      const names = await list(executionId, "end-");
      return await Promise.all(names.map((name) => read<StageEnd>(executionId, name)));
    },
    findTrip: async (executionId) => (await trips()).find((one) => one.executionId === executionId)?.reason ?? null,
    listTrips: trips,
    async watch(onChange) {
      watchers.add(onChange);
      return async () => void watchers.delete(onChange);
    },
    async trip(executionId, reason) {
      await write(executionId, "trip.done", { podUid: "", executionId, reason });
      for (const onChange of watchers) {
        onChange(null);
      }
    },
    forget,
    jobsOf: (executionId) => read<StageJob[]>(executionId, "jobs"),
    isBound: async (executionId, podUid) => (await list(executionId, `bound-${podUid}`)).length > 0,
    noteEnd: (executionId, end) => write(executionId, `end-${end.name}.done`, end),
  };
}
