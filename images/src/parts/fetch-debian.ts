import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { digestFile } from "../archive/digest-file.ts";
import type { DebianPin } from "../pins.ts";

/**
 * The package's file, from where this machine gets its own, and of exactly these bytes. Once in the cache it isn't asked for again.
 */
export async function fetchDebian(cache: string, name: string, pin: DebianPin): Promise<string> {
  const place = join(cache, "debian", `${pin.sha256}.deb`);
  if ((await digestOf(place)) === pin.sha256) {
    return place;
  }
  await mkdir(join(cache, "debian"), { recursive: true });
  const folder = await mkdtemp(join(cache, "fetching-"));
  try {
    await download(folder, `${name}=${pin.version}`);
    const [file = ""] = await readdir(folder);
    const digest = await digestFile(join(folder, file), "sha256");
    if (digest !== pin.sha256) {
      throw new Error(
        `${name} ${pin.version} isn't what it was: its SHA-256 is ${digest}, and pins.json has ${pin.sha256}.`,
      );
    }
    await rename(join(folder, file), place);
    return place;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What this machine knows of packages may be older than they are. */
async function download(cwd: string, wanted: string): Promise<void> {
  const fetching = async () => await execa("apt-get", ["download", "--quiet", wanted], { cwd, all: true });
  try {
    await fetching();
  } catch {
    await execa("apt-get", ["update", "--quiet"], { reject: false });
    await fetching();
  }
}

async function digestOf(path: string): Promise<string | null> {
  return await digestFile(path, "sha256").catch(() => null);
}
