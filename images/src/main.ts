/**
 * `npm run images [-- --out FOLDER] [--prefix NAME] [--tag TAG] [IMAGE...]`: writes each image as an OCI archive, and `digests.json`, which names
 * them by their digests. Exit code 1 says what failed.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildImage } from "./build-image.ts";
import { IMAGES } from "./images.ts";
import { readPins } from "./pins.ts";

const USAGE = `Usage: npm run images [-- --out FOLDER] [--prefix NAME] [--tag TAG] [IMAGE...]
Images: ${Object.keys(IMAGES).join(", ")}`;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        out: { type: "string", default: "dist/images" },
        prefix: { type: "string", default: "localhost/catalyst" },
        tag: { type: "string", default: "dev" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const names = positionals.length > 0 ? positionals : Object.keys(IMAGES);
const cache = join(homedir(), ".cache", "catalyst", "images");
const digests: Record<string, string> = {};
try {
  await mkdir(values.out, { recursive: true });
  for (const name of names) {
    const recipe = IMAGES[name];
    if (recipe === undefined) {
      throw new Error(`There is no image ${name}; there are ${Object.keys(IMAGES).join(", ")}.`);
    }
    const reference = `${values.prefix}/${name}`;
    const out = join(values.out, `${name}.tar`);
    const env = process.env as Record<string, string>;
    const image = { name: `${reference}:${values.tag}`, recipe, pins: readPins(), cache, out, env };
    const digest = await buildImage(image);
    digests[name] = `${reference}@${digest}`;
    process.stdout.write(`✓ ${digests[name]}\n`);
  }
  await writeFile(join(values.out, "digests.json"), `${JSON.stringify(digests, null, 2)}\n`);
} catch (error) {
  process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
