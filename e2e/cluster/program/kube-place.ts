import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The Go module that the program is made of. */
export const MODULE = fileURLToPath(new URL("../kube", import.meta.url));

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
  const hash = createHash("sha256");
  for (const name of readdirSync(MODULE).toSorted()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(MODULE, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
