import type { EnvironmentStatusFields } from "@catalyst/kubernetes";
import { type Pod, stagesOf } from "./pod.ts";

type Stages = NonNullable<EnvironmentStatusFields["stages"]>;

/** What became of each stage, in their order. */
export function readStages(pod: Pod): Stages {
  return stagesOf(pod).map(({ name, state }) => {
    const { terminated, running } = state ?? {};
    return {
      name,
      ...asTime("startedAt", terminated?.startedAt ?? running?.startedAt),
      ...asTime("finishedAt", terminated?.finishedAt),
      ...(terminated === undefined ? {} : { exitCode: terminated.exitCode }),
      ...(terminated?.reason === undefined ? {} : { reason: terminated.reason.slice(0, 64) }),
    };
  });
}

/** Where nothing is known of a time, the runtime says the first moment of 1970 or nothing. */
function asTime(name: "startedAt" | "finishedAt", time: string | undefined): Partial<Record<typeof name, string>> {
  return time === undefined || Number.isNaN(Date.parse(time)) || Date.parse(time) === 0 ? {} : { [name]: time };
}
