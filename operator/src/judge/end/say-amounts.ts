import type { EnvironmentSpec } from "@catalyst/kubernetes";
import type { PodEnd } from "../read/pod-end.ts";

/** With what it may use, where that is said: whoever reads it knows then what to ask for. */
export function sayAmounts(end: PodEnd, { resources, agent }: EnvironmentSpec): PodEnd {
  const { memory, "ephemeral-storage": disk } = resources?.limits ?? {};
  switch (end.reason) {
    case "OutOfMemory":
      return memory === undefined ? end : { ...end, message: `Needed more than ${memory} of memory` };
    case "DiskFull":
      return disk === undefined ? end : { ...end, message: `Used more than ${disk} of disk` };
    case "DeadlineExceeded":
      return { ...end, message: `Took longer than ${agent.timeout}` };
    default:
      return end;
  }
}
