import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { digestFile } from "../archive/digest-file.ts";
import type { DebianPin } from "../pins.ts";

export interface DebianSource {
  /** Where what was fetched is kept. */
  cache: string;
  /** Whether a package that isn't served any more may be another one: for tests, which are not to end with each of Debian's updates. */
  isNewestTaken?: boolean;
}

/**
 * The package's file, from where this machine gets its own, and of exactly these bytes. Once in the cache it isn't asked for again.
 */
export async function fetchDebian(
  { cache, isNewestTaken = false }: DebianSource,
  name: string,
  pin: DebianPin,
): Promise<string> {
  const place = join(cache, "debian", `${pin.sha256}.deb`);
  if ((await digestOf(place)) === pin.sha256) {
    return place;
  }
  await mkdir(join(cache, "debian"), { recursive: true });
  const folder = await mkdtemp(join(cache, "fetching-"));
  try {
    const isPinned = await download({ folder, name, version: pin.version, isNewestTaken });
    const [file = ""] = await readdir(folder);
    if (!isPinned) {
      process.stderr.write(
        `Debian has no ${name} ${pin.version} any more: ${file} is taken, which pins.json doesn't name.\n`,
      );
      const newest = join(cache, "debian", file);
      await rename(join(folder, file), newest);
      return newest;
    }
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

interface Wanted {
  folder: string;
  name: string;
  version: string;
  isNewestTaken: boolean;
}

/** What this machine knows of packages may be older than they are. Whether it is the version that was asked for. */
async function download({ folder, name, version, isNewestTaken }: Wanted): Promise<boolean> {
  const fetching = async (wanted: string) =>
    await execa("apt-get", ["download", "--quiet", wanted], { cwd: folder, all: true });
  const pinned = `${name}=${version}`;
  try {
    await fetching(pinned);
    return true;
  } catch {
    await execa("apt-get", ["update", "--quiet"], { reject: false });
  }
  try {
    await fetching(pinned);
    return true;
  } catch (error) {
    if (!isNewestTaken) {
      throw new Error(`Debian has no ${pinned} any more: node images/src/renew.ts pins what it has.`, { cause: error });
    }
  }
  await fetching(name);
  return false;
}

async function digestOf(path: string): Promise<string | null> {
  return await digestFile(path, "sha256").catch(() => null);
}
