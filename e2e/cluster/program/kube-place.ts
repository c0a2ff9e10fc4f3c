import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The Go module that the program is made of. */
export const MODULE = fileURLToPath(new URL("../kube", import.meta.url));

/** As a release of Kubernetes is linked: it knows its version by nothing else, and charts ask for it. */
export const LINKER_FLAGS = [
  ...["-s", "-w", ...versionOf("k8s.io/component-base/version"), ...versionOf("k8s.io/client-go/pkg/version")],
].join(" ");

function versionOf(variables: string): string[] {
  const [version, major, minor] = ["v1.37.2", "1", "37"];
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  return Object.entries(values).flatMap(([name, value]) => ["-X", `${variables}.${name}=${value}`]);
}

/**
 * Where the program is once it is built: it outlives a checkout, and changes with what it is made of. `CATALYST_KUBE` names another
 * place, for tests, whose home is empty.
 */
export function kubePlace(env: NodeJS.ProcessEnv = process.env): string {
  return env.CATALYST_KUBE ?? join(cacheFolder(), hashModule(), "kube");
}

function cacheFolder(): string {
  return join(homedir(), ".cache", "catalyst", "kube");
}

function hashModule(): string {
  const hash = createHash("sha256").update(LINKER_FLAGS);
  for (const name of readdirSync(MODULE).toSorted()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(MODULE, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
