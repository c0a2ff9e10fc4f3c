/**
 * `node e2e/cluster/program/main.ts`: builds what the tests of Kubernetes start, unless it is there, and prints its place last. It has no time
 * limit of its own. Exit code 1 says what failed.
 */
import { ExecaError } from "execa";
import { buildKube } from "./build-kube.ts";
import { kubePlace } from "./kube-place.ts";

const TOLD_LINES = 20;

const startedAt = Date.now();
try {
  const place = kubePlace();
  const isNew = await buildKube(place);
  const took = isNew ? ` (built in ${Math.round((Date.now() - startedAt) / 1000)} s)` : "";
  process.stdout.write(`✓ the cluster's program${took}\n`);
} catch (error) {
  process.stdout.write(`✗ the cluster's program: ${tell(error)}\n`);
  process.exitCode = 1;
}

function tell(error: unknown): string {
  const said = error instanceof ExecaError && typeof error.all === "string" ? error.all : String(error);
  return said.trim().split("\n").slice(-TOLD_LINES).join("\n");
}
