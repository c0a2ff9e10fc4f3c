import { expect, test } from "vitest";
import { ended, endedPod, waitingFor } from "../../testing/worlds.ts";
import { readEnd } from "./read-end.ts";

const DISK = {
  ...{ phase: "Failed", reason: "Evicted", message: 'Usage of EmptyDir volume "data" exceeds the limit "8Gi".' },
  initContainerStatuses: [ended("probe", 0)],
};
const UNKNOWN = { exitCode: 137, reason: "ContainerStatusUnknown" };

test("a code that a kubelet makes up for an end that it didn't see is none, nor is that of the stage before", () => {
  expect(readEnd(endedPod(ended("agent", 137), DISK))).toMatchObject({ exit: "disk_full", exitCode: 137 });
  const unseen = [
    { name: "agent", state: { terminated: UNKNOWN } },
    { ...waitingFor("agent", "PodInitializing"), lastState: { terminated: UNKNOWN } },
  ];
  for (const agent of unseen) {
    expect(readEnd(endedPod(agent, DISK))).toMatchObject({ exit: "disk_full", exitCode: null, output: "" });
  }
});
