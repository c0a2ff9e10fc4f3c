import { ANNOTATIONS, type EnvironmentResource, type EnvironmentStatusFields } from "@catalyst/kubernetes";
import { type Pod, stagesOf } from "./pod.ts";

type Stages = NonNullable<EnvironmentStatusFields["stages"]>;

/** Whether a stage was told to have begun, whatever its pod still knows of that. */
export function hasToldStart({ status }: EnvironmentResource): boolean {
  return status?.stages?.some(({ startedAt }) => startedAt !== undefined) ?? false;
}

/** What became of each stage, in their order; when it began stays known, whatever its pod still knows of that. */
export function readStages(pod: Pod, { status }: EnvironmentResource): Stages {
  const told = new Map(status?.stages?.map(({ name, startedAt }) => [name, startedAt]));
  const claimedAt = pod.metadata.annotations?.[ANNOTATIONS.claimedAt];
  return stagesOf(pod).map(({ name, state }) => {
    const { terminated, running } = state ?? {};
    return {
      name,
      ...asTime("startedAt", later(terminated?.startedAt ?? running?.startedAt ?? told.get(name), claimedAt)),
      ...asTime("finishedAt", terminated?.finishedAt),
      ...(terminated === undefined ? {} : { exitCode: terminated.exitCode }),
      ...(terminated?.reason === undefined ? {} : { reason: terminated.reason.slice(0, 64) }),
    };
  });
}

/** A runner that waited for an Environment began nothing of it before its claim. */
function later(startedAt: string | undefined, claimedAt: string | undefined): string | undefined {
  const isWaiting = startedAt !== undefined && claimedAt !== undefined;
  return isWaiting && Date.parse(startedAt) < Date.parse(claimedAt) ? claimedAt : startedAt;
}

/** Where nothing is known of a time, the runtime says the first moment of 1970 or nothing. */
function asTime(name: "startedAt" | "finishedAt", time: string | undefined): Partial<Record<typeof name, string>> {
  return time === undefined || Number.isNaN(Date.parse(time)) || Date.parse(time) === 0 ? {} : { [name]: time };
}
