import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withFileLock } from "@catalyst/machine";
import { execa } from "execa";
import { bringGo } from "./bring-go.ts";
import { LINKER_FLAGS, MODULE } from "./kube-place.ts";

/** Longer than any machine that tests run on takes for it. */
const WAIT_SECONDS = 3600;

/**
 * Makes the program at its place, once for all who want it there. What it takes is about ten minutes of processor time; it asks for them at
 * the lowest priority, as tests run meanwhile. Returns whether it had to be built.
 */
export async function buildKube(place: string): Promise<boolean> {
  const folder = dirname(place);
  await mkdir(folder, { recursive: true });
  const lock = { path: join(folder, "lock"), waitSeconds: WAIT_SECONDS, purpose: "Building the cluster's program" };
  return await withFileLock(lock, async () => {
    if (await isThere(place)) {
      return false;
    }
    const parts = await mkdtemp(join(folder, "building-"));
    try {
      await build(parts, place);
      return true;
    } finally {
      // Go's module cache is read-only, folders too.
      await execa("chmod", ["-R", "u+w", parts]);
      await rm(parts, { recursive: true, force: true });
    }
  });
}

async function build(parts: string, place: string): Promise<void> {
  const go = await bringGo(join(parts, "go"));
  const built = join(parts, "kube");
  // A Go that was brought leaves nothing behind; this machine's own keeps what it compiled, as it does for everything else.
  const caches = go === "go" ? {} : { GOPATH: join(parts, "path"), GOCACHE: join(parts, "compiled") };
  await execa("nice", ["-n", "15", go, "build", "-trimpath", `-ldflags=${LINKER_FLAGS}`, "-o", built, "."], {
    cwd: MODULE,
    env: { ...caches, CGO_ENABLED: "0", GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly -buildvcs=false" },
    all: true,
  });
  // Put in place as a whole: half a program would count as one the next time.
  await rename(built, place);
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
