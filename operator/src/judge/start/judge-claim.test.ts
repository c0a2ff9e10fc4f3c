import { ANNOTATIONS, type EnvironmentStatusFields } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import { warmPod } from "../../testing/pools.ts";
import { at, environmentOf, worldOf } from "../../testing/worlds.ts";
import { judgeEnvironment } from "../judge-environment.ts";
import type { World } from "../world.ts";

const doneFor = (world: World) => judgeEnvironment(world).actions.map(({ kind }) => kind);
const scheduled = ({ conditions = [] }: EnvironmentStatusFields) =>
  conditions.find(({ type }) => type === "Scheduled")?.reason;

test("a pod of a pool is had instead of its own, whatever its own was refused for", () => {
  expect(doneFor(worldOf({ warmPod: warmPod("a") }))).toEqual(["claimPod"]);
  const failedCreation = { kind: "admission", message: "", at: at(0), times: 9 } as const;
  expect(doneFor(worldOf({ warmPod: warmPod("a"), failedCreation }))).toEqual(["claimPod"]);
});

test("none is had where isolation can't be proven now, in a namespace that isn't as it must be, or too late", () => {
  expect(doneFor(worldOf({ warmPod: warmPod("a"), isCanaryListening: false }))).toEqual([]);
  expect(doneFor(worldOf({ warmPod: warmPod("a"), namespace: { kind: "opened", policy: "x" } }))).toEqual([]);
  expect(doneFor(worldOf({ warmPod: warmPod("a"), now: at(700) }))).toEqual([]);
});

test("who wants one of a pool alone waits for it, and is refused in the end", () => {
  const environment = environmentOf({ spec: { pool: "Require" } });
  const judgement = judgeEnvironment(worldOf({ environment }));
  expect([scheduled(judgement.status), judgement.actions, judgement.againMilliseconds]).toEqual([
    "PoolEmpty",
    [],
    5000,
  ]);
  expect(judgeEnvironment(worldOf({ environment, now: at(700) })).status.exit?.reason).toBe("start_timeout");
});

test("one that has it works from its claim on: isolated, ready, with a deadline that stays", () => {
  const { uid = "" } = environmentOf().metadata;
  const annotations = { [ANNOTATIONS.environmentUid]: uid, [ANNOTATIONS.claimedAt]: at(30).toISOString() };
  const pod = warmPod("a", { annotations: { ...annotations, [ANNOTATIONS.attempt]: "1" } });
  const { status, actions } = judgeEnvironment(worldOf({ pod, now: at(31) }));
  expect(actions).toEqual([]);
  expect(status).toMatchObject({ phase: "Running", pod: { name: "a", pooled: true, attempt: 1 } });
  expect([scheduled(status), status.startedAt]).toEqual(["Claimed", at(30).toISOString()]);
  expect(status.conditions).toContainEqual(expect.objectContaining({ type: "Isolated", status: "True" }));
});
