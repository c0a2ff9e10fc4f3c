import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildImage } from "../../../images/src/build-image.ts";
import { IMAGES } from "../../../images/src/images.ts";
import { readPins } from "../../../images/src/pins.ts";
import { imageParts } from "./image-parts.ts";
import { PAUSE_IMAGE } from "./node-settings.ts";

const standIn = (name: string) => fileURLToPath(new URL(`stand-in/${name}`, import.meta.url));

/** The images of tests, by the names that the node knows them by. */
export const TEST_IMAGES = {
  /** With what stands in for probe and runner. */
  runner: "localhost/catalyst/runner:test",
  /** With ours. */
  ours: "localhost/catalyst/runner:ours",
  "agent-claude-code": "localhost/catalyst/agent-claude-code:test",
  "agent-codex-cli": "localhost/catalyst/agent-codex-cli:test",
  tools: "localhost/catalyst/tools:test",
  pause: PAUSE_IMAGE,
  product: "localhost/catalyst/product:test",
} as const;
type TestImage = keyof typeof TEST_IMAGES;

/** Writes their archives into the folder. */
export async function buildTestImages(folder: string, names: TestImage[]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const ownFiles = { "runner.mjs": standIn("runner.mjs"), "probe.mjs": standIn("probe.mjs") };
  const paths: string[] = [];
  for (const image of names) {
    const recipe = IMAGES[image === "ours" ? "runner" : image];
    if (recipe === undefined) {
      throw new Error(`There is no image ${image}.`);
    }
    const out = join(folder, `${image}.tar`);
    const mine = image === "runner" ? { ownFiles } : {};
    await buildImage({
      name: TEST_IMAGES[image],
      recipe,
      pins: readPins(),
      cache: imageParts(),
      isNewestTaken: true,
      env: process.env as Record<string, string>,
      out,
      ...mine,
    });
    paths.push(out);
  }
  return paths;
}
