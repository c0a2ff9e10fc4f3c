import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { NpmPart } from "../image-recipe.ts";
import type { Pins } from "../pins.ts";
import { fetchNpm } from "./fetch-npm.ts";

interface NpmParts {
  root: string;
  parts: readonly NpmPart[];
  pins: Pins;
  cache: string;
}

/** Unpacks the packages, or some of their files, into the folder. None of their scripts runs. */
export async function placeNpm({ root, parts, pins, cache }: NpmParts): Promise<void> {
  for (const { package: name, files, into } of parts) {
    const pin = pins.npm[name];
    if (pin === undefined) {
      throw new Error(`pins.json has no ${name}: node images/src/renew.ts adds it.`);
    }
    const unpacked = await mkdtemp(join(root, "..", "package-"));
    try {
      // Their first folder has any name.
      const file = await fetchNpm(cache, pin);
      await execa("tar", [
        "--extract",
        "--no-same-owner",
        "--strip-components=1",
        "--file",
        file,
        "--directory",
        unpacked,
      ]);
      const wanted = files ?? { ".": into ?? "." };
      for (const [from, to] of Object.entries(wanted)) {
        await mkdir(dirname(join(root, to)), { recursive: true });
        await cp(join(unpacked, from), join(root, to), { recursive: true, verbatimSymlinks: true });
      }
    } finally {
      await rm(unpacked, { recursive: true, force: true });
    }
  }
}
