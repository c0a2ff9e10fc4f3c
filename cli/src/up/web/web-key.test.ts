import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findWebKey } from "./web-key.ts";

const CHECKOUT = join(import.meta.dirname, "../../../..");
const IGNORE_FILES = [".gitignore", "web/.gitignore"];

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "catalyst-web-key-"));
  await write("web/src/page.tsx");
  await write("packages/api/src/index.ts");
  await write("packages/core/src/index.ts");
  for (const path of IGNORE_FILES) {
    await write(path, await readFile(join(CHECKOUT, path), "utf8"));
  }
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, content = "1"): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

test.each(["web/src/page.tsx", "web/package-lock.json", "packages/api/src/index.ts", "packages/core/src/new/a.ts"])(
  "a change of %s asks for another build",
  async (path) => {
    const before = await findWebKey(root);
    await write(path, "2");
    expect(await findWebKey(root)).not.toBe(before);
  },
);

test("what is moved asks for another build, though the files hold the same", async () => {
  const before = await findWebKey(root);
  await cp(join(root, "web/src"), join(root, "web/app"), { recursive: true });
  await rm(join(root, "web/src"), { recursive: true });
  expect(await findWebKey(root)).not.toBe(before);
});

test("tests, packages, what was built, and the rest of the checkout ask for none", async () => {
  const before = await findWebKey(root);
  for (const path of ["web/src/page.test.tsx", "web/node_modules/next/a.js", "web/.next/a.js", "server/src/a.ts"]) {
    await write(path);
  }
  expect(await findWebKey(root)).toBe(before);
});

test.each([
  "web/tsconfig.tsbuildinfo",
  "web/next-env.d.ts",
  "web/.installing",
  "packages/core/src/a.log",
  "web/dist/a.js",
])("%s, which git ignores, asks for none", async (path) => {
  const before = await findWebKey(root);
  await write(path);
  expect(await findWebKey(root)).toBe(before);
});

test("git is told what to ignore by names alone, which the key knows how to read", async () => {
  for (const path of IGNORE_FILES) {
    const lines = (await readFile(join(CHECKOUT, path), "utf8")).trimEnd().split("\n");
    expect(lines.filter((line) => !/^[\w.*-]+\/?$/.test(line))).toEqual([]);
  }
});
