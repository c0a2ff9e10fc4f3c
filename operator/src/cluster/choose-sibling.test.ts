import { REVERSE_CANARY_PORT } from "@catalyst/core";
import { expect, test } from "vitest";
import type { Pod } from "../judge/read/pod.ts";
import { ended, endedPod, podOf, workingPod } from "../testing/worlds.ts";
import { chooseSibling } from "./choose-sibling.ts";

const project = (namespace: string, ...pods: Pod[]) => ({
  wanted: { name: namespace, labels: {}, owner: null, mayMake: true },
  pods: { list: () => pods } as never,
});
const at = (podIP: string) => workingPod({ status: { podIP } });

test("a pod is to try one of another project, and one of its own where there is no other", () => {
  const projects = [project("a", at("10.0.0.1")), project("b", podOf(), at("10.0.0.2"))];
  expect(chooseSibling(projects, "a")).toBe(`10.0.0.2:${REVERSE_CANARY_PORT}`);
  expect(chooseSibling(projects, "b")).toBe(`10.0.0.1:${REVERSE_CANARY_PORT}`);
  expect(chooseSibling([project("a", at("fd00::1"))], "a")).toBe(`[fd00::1]:${REVERSE_CANARY_PORT}`);
});

test("one that begins, has ended or has no address is nobody to try", () => {
  const over = endedPod(ended("agent", 0), { phase: "Succeeded", podIP: "10.0.0.1" });
  expect(chooseSibling([project("a", podOf({ status: { podIP: "10.0.0.1" } }), over, workingPod())], "b")).toBeNull();
});
