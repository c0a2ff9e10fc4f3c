import { copyFile, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { ImageRecipe, OwnFile } from "../image-recipe.ts";

const BUILD = fileURLToPath(new URL("../../../runner/build.ts", import.meta.url));
/** How the one program that bundles is asked for each. */
const FLAGS: Record<OwnFile, string> = { "runner.mjs": "--out", "probe.mjs": "--probe" };

interface OwnParts {
  root: string;
  recipe: ImageRecipe;
  ownFiles?: Readonly<Record<string, string>>;
}

/** Bundles what is ours, and makes the links. */
export async function placeOwn({ root, recipe, ownFiles = {} }: OwnParts): Promise<void> {
  for (const name of new Set([...(recipe.own ?? []), ...Object.keys(ownFiles)] as OwnFile[])) {
    const given = ownFiles[name];
    if (given === undefined) {
      await execa(process.execPath, [BUILD, FLAGS[name], join(root, name)]);
    } else {
      await copyFile(given, join(root, name));
    }
  }
  for (const [name, target] of Object.entries(recipe.links ?? {})) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await symlink(target, join(root, name));
  }
}
