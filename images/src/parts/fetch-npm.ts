import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { digestFile } from "../archive/digest-file.ts";
import type { NpmPin } from "../pins.ts";

/** The package's file from npm's registry, of exactly these bytes. Nothing of it is run. */
export async function fetchNpm(cache: string, { spec, integrity }: NpmPin): Promise<string> {
  const place = join(cache, "npm", `${Buffer.from(integrity).toString("base64url")}.tgz`);
  if ((await integrityOf(place)) === integrity) {
    return place;
  }
  await mkdir(join(cache, "npm"), { recursive: true });
  const folder = await mkdtemp(join(cache, "fetching-"));
  try {
    await execa("npm", ["pack", "--silent", spec], { cwd: folder, all: true });
    const [file = ""] = await readdir(folder);
    const found = await integrityOf(join(folder, file));
    if (found !== integrity) {
      throw new Error(`${spec} isn't what it was: its integrity is ${found}, and pins.json has ${integrity}.`);
    }
    await rename(join(folder, file), place);
    return place;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function integrityOf(path: string): Promise<string | null> {
  const digest = await digestFile(path, "sha512").catch(() => null);
  return digest === null ? null : `sha512-${Buffer.from(digest, "hex").toString("base64")}`;
}
