import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { buildImage } from "../../images/src/build-image.ts";
import { IMAGES } from "../../images/src/images.ts";
import { readPins } from "../../images/src/pins.ts";
import { imageParts } from "../cluster/node/image-parts.ts";

/** The image that the chart starts: what it is made of is there, and the same each time. */

const Digests = z.object({ manifests: z.array(z.object({ digest: z.string() })) });
const Layers = z.object({ layers: z.array(z.object({ digest: z.string() })) });

let folder: string;
let root: string;
let digests: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-product-"));
  root = join(folder, "root");
  digests = [];
  for (const name of ["one.tar", "other.tar"]) {
    digests.push(await build(join(folder, name)));
  }
  await unpack(join(folder, "one.tar"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function build(out: string): Promise<string> {
  const recipe = IMAGES.product;
  if (recipe === undefined) {
    throw new Error("There is no image of the product.");
  }
  const env = process.env as Record<string, string>;
  const source = { pins: readPins(), cache: imageParts(), isNewestTaken: true, env };
  return await buildImage({ name: "localhost/catalyst/product:test", recipe, out, ...source });
}

async function unpack(archive: string): Promise<void> {
  const extract = async (file: string, to: string) => {
    await mkdir(to, { recursive: true });
    await execa("tar", ["--extract", "--file", file, "--directory", to]);
  };
  const parts = join(folder, "parts");
  await extract(archive, parts);
  const blob = (digest: string) => join(parts, "blobs", digest.replace(":", "/"));
  const index = Digests.parse(JSON.parse(await readFile(join(parts, "index.json"), "utf8")));
  const manifest = Layers.parse(JSON.parse(await readFile(blob(index.manifests[0]?.digest ?? ""), "utf8")));
  for (const { digest } of manifest.layers) {
    await extract(blob(digest), root);
  }
}

test("it is the same twice", () => {
  expect(digests[1]).toBe(digests[0]);
});

test.each(["server", "worker", "gateway", "operator"])(
  "%s has all that it loads, and names what it isn't told",
  async (name) => {
    const { stdout, exitCode } = await execa(process.execPath, [`${name}/src/main.ts`], {
      ...{ cwd: join(root, "opt/catalyst"), env: { PATH: "/usr/bin" }, extendEnv: false, reject: false },
    });
    expect(exitCode).toBeGreaterThan(0);
    expect(JSON.parse(stdout).msg).toMatch(/^Starting the \w+ failed: .*Mend these variables\.$/);
  },
);

test("the command line, the built web app, and whom everybody trusts are there, and no tests", async () => {
  const { stdout } = await execa(process.execPath, ["cli/src/main.ts", "--help"], { cwd: join(root, "opt/catalyst") });
  expect(stdout).toContain("doctor");
  const web = await readFile(join(root, "opt/catalyst/built-web/web/.next/required-server-files.json"), "utf8");
  expect(JSON.parse(web)).toHaveProperty("config");
  expect(await readFile(join(root, "etc/ssl/certs/ca-certificates.crt"), "utf8")).toMatch(
    /^-----BEGIN CERTIFICATE-----/,
  );
  const found = await execa("find", [
    join(root, "opt/catalyst"),
    "-path",
    "*/node_modules",
    "-prune",
    "-o",
    "-name",
    "*.test.ts",
    "-print",
  ]);
  expect(found.stdout).toBe("");
});
