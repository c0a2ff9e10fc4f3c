import { expect, test } from "vitest";
import { ended, environmentOf, workingPod } from "../../testing/worlds.ts";
import { Pod } from "./pod.ts";
import { readStages } from "./read-stages.ts";

test("a time that nobody knows is null in an API server's words, and says nothing of the pod that has it", () => {
  const pod = workingPod({ status: { containerStatuses: [ended("agent", 137)] } });
  const told = JSON.parse(JSON.stringify(pod), (key, value) =>
    key === "startedAt" || key === "lastTransitionTime" ? null : value,
  );
  const read = Pod.parse(told);
  expect(read.metadata.uid).toBe(pod.metadata.uid);
  expect(readStages(read, environmentOf()).at(-1)).toMatchObject({ name: "agent", exitCode: 137 });
  expect(readStages(read, environmentOf()).at(-1)?.startedAt).toBeUndefined();
});
