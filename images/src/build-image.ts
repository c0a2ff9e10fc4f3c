import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeArchive } from "./archive/write-archive.ts";
import { writeLayer } from "./archive/write-layer.ts";
import type { ImageRecipe } from "./image-recipe.ts";
import { placeDebian } from "./parts/place-debian.ts";
import { placeNpm } from "./parts/place-npm.ts";
import { placeOwn } from "./parts/place-own.ts";
import { placeDependencies } from "./parts/product/place-dependencies.ts";
import { placeSources } from "./parts/product/place-sources.ts";
import { placeWeb } from "./parts/product/place-web.ts";
import type { Pins } from "./pins.ts";

export interface BuildOptions {
  /** The image's name and tag. */
  name: string;
  recipe: ImageRecipe;
  pins: Pins;
  /** Where what was fetched is kept. */
  cache: string;
  isNewestTaken?: boolean;
  /** What building the web app needs of the environment. */
  env?: Record<string, string>;
  /** The archive. */
  out: string;
  /** Files that stand in for what is bundled of our own sources, by their names. */
  ownFiles?: Readonly<Record<string, string>>;
}

type Place = [part: string, place: (root: string) => Promise<void>];

/** Makes an image of what Debian and npm serve and of our own sources, without any engine for images; returns its digest. */
export async function buildImage({ name, recipe, out, ownFiles, env = {}, ...source }: BuildOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-image-"));
  try {
    const layers: string[] = [];
    // What changes with each commit comes last: the rest is then the same blob as before.
    const product: Place[] = [
      ["dependencies", (root) => placeDependencies({ root, cache: source.cache })],
      ["web", (root) => placeWeb(root, env)],
      ["sources", (root) => placeSources(root)],
    ];
    const places: Place[] = [
      ["debian", (root) => placeDebian({ root, names: recipe.debian, ...source })],
      ["npm", (root) => placeNpm({ root, parts: recipe.npm ?? [], ...source })],
      ["own", (root) => placeOwn({ root, recipe, ownFiles })],
      ...(recipe.hasProduct === true ? product : []),
    ];
    for (const [part, place] of places) {
      const root = join(folder, part);
      await mkdir(root);
      await place(root);
      const layer = join(folder, `${part}.tar`);
      await writeLayer(root, layer);
      layers.push(layer);
    }
    return await writeArchive(out, { name, layers, user: recipe.user, command: recipe.command });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
