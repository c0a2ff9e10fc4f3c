import { expect, test } from "vitest";
import { describeRotation } from "./describe-rotation.ts";

type Rotated = Parameters<typeof describeRotation>[0];

const rotated = (more: Partial<Rotated>): Rotated => ({
  pair: "gateway",
  keyId: "new",
  wrappedCount: 2,
  neededKeyIds: [],
  removableKeyIds: null,
  problems: [],
  ...more,
});

test("keys that the gateway keeps itself leave nothing to do", () => {
  expect(describeRotation(rotated({}), null)).toEqual([
    "Credentials and secrets are sealed to the gateway's key new now; 2 sealed values wrapped anew.",
  ]);
});

test.each([
  ["worker", "Destinations and the keys of GitHub Apps are sealed to the worker's key new now"],
  ["server", "The secrets of GitHub's webhooks are sealed to the server's key new now"],
] as const)("of the %s's pair it is said what is sealed to it", (pair, said) => {
  expect(describeRotation(rotated({ pair }), null).join()).toContain(said);
});

test("of keys that are given it is said when the older ones may go, and what to do for a new one", () => {
  const [, removable] = describeRotation(rotated({ removableKeyIds: ["old"] }), "/run/keys");
  expect(removable).toContain("(old): remove every line but the first from /run/keys");
  const [, only] = describeRotation(rotated({ removableKeyIds: [], wrappedCount: 0 }), "/run/keys");
  expect(only).toContain("new is the only key in /run/keys. For another one put a line before it");
});

test("who runs it elsewhere than where keys are given is told where that is on a cluster", () => {
  const told = (pair: Rotated["pair"], keyFile: string | null = null) =>
    describeRotation(rotated({ pair, removableKeyIds: ["old"] }), keyFile).join();
  expect(told("gateway")).toContain("but the first from CATALYST_GATEWAY_KEY_FILE (or gateway-keys of the cluster's");
  expect(told("worker", "/run/keys")).toContain("but the first from worker-keys of the cluster's secret");
});

test("while something needs an older key, nothing may go, and what it is is named", () => {
  const lines = describeRotation(
    rotated({ removableKeyIds: ["older"], neededKeyIds: ["old"], problems: ["The row was altered."] }),
    "/run/keys",
  );
  expect(lines.join("\n")).toMatch(/sealed to older keys still \(old\)[\s\S]*The row was altered\.$/);
  expect(lines.join("\n")).not.toContain("remove");
});
