import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { imageParts } from "../../e2e/cluster/node/image-parts.ts";
import { kubePlace } from "../../e2e/cluster/program/kube-place.ts";
import type { Outcome } from "../outcomes/outcome.ts";

const PROGRAM = ["e2e", "cluster", "program", "main.ts"];

/**
 * What the journeys on a cluster start is built beside all other tests, at the lowest priority: on a new machine nothing takes longer.
 * It is kept where the person's own programs keep such things, and made by their Go, if they have one: so its environment is theirs.
 */
export function beginBuildingCluster(root: string): void {
  spawn(process.execPath, [join(root, ...PROGRAM)], { stdio: "ignore" });
}

/** Waits for that as long as it takes; what went wrong the first time is tried once more, and told. */
export function finishBuildingCluster(root: string): Outcome[] {
  const { status } = spawnSync(process.execPath, [join(root, ...PROGRAM)], { stdio: ["ignore", "inherit", "inherit"] });
  return status === 0 ? [] : [{ file: "e2e/cluster", title: "building what they start", result: "failed" }];
}

/** What tests need to know of it, and of what images are made of: their home is another. */
export function clusterEnv(): Record<string, string> {
  return { CATALYST_KUBE: kubePlace(), CATALYST_IMAGE_PARTS: imageParts() };
}
