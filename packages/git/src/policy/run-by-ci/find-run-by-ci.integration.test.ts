import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRepository } from "../../create-repository.ts";
import { createObjectReader } from "../../objects/object-reader.ts";
import { runGit } from "../../run-git.ts";
import { findRunByCi } from "./find-run-by-ci.ts";

const WORKFLOW = `on:
  push:
jobs:
  check:
    steps:
      - run: ./tools/check && node lib/report.mjs --all
`;

let folder: string;
let path: string;
let base: string;

const git = (...args: string[]) =>
  runGit({ args: ["-C", path, "-c", "user.name=A", "-c", "user.email=a@example.com", ...args], repositoryPath: null });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-run-by-ci-"));
  path = join(folder, "shop");
  const files = { ".github/workflows/ci.yml": WORKFLOW, "src/a.ts": "1\n", "src/a.test.ts": "1\n", Makefile: "all:\n" };
  await createRepository({ path, files, message: "Begin" });
  base = (await git("rev-parse", "HEAD")).trim();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What CI runs of a change that writes these files, and removes those that are null. */
async function find(files: Record<string, string | null>): Promise<string[]> {
  await git("reset", "--quiet", "--hard", base);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, dirname(name)), { recursive: true });
    await (text === null ? rm(join(path, name)) : writeFile(join(path, name), text));
  }
  await git("add", "--all", "--force");
  await git("commit", "--quiet", "--message=Change");
  const head = (await git("rev-parse", "HEAD")).trim();
  const reader = createObjectReader({ repositoryPath: join(path, ".git") });
  try {
    return (await findRunByCi(reader, { base, head })).sort();
  } finally {
    reader.close();
  }
}

test("sources and their tests are none of it", async () => {
  expect(
    await find({ "src/a.ts": "2\n", "src/a.test.ts": "2\n", "README.md": "x\n", "docs/checks.md": "x\n" }),
  ).toEqual([]);
});

test.each([
  "package.json",
  "web/package.json",
  "web/yarn.lock",
  "setup.py",
  "requirements-dev.txt",
  "Cargo.toml",
  "build.rs",
  "makefile",
  "rules.mk",
  "CMakeLists.txt",
  "Dockerfile.dev",
  "docker-compose.override.yml",
  "Rakefile",
  "app/build.gradle.kts",
  "vitest.config.ts",
  "playwright.config.mts",
  "conftest.py",
  "tox.ini",
  ".eslintrc.cjs",
  "scripts/release.py",
  "deep/run.sh",
  ".github/workflows/new.yml",
  ".gitlab-ci.yml",
])("%s is", async (name) => {
  expect(await find({ [name]: "x\n" })).toEqual([name]);
});

test("what a workflow names is, and what is only called alike isn't", async () => {
  expect(
    await find({ "tools/check": "x\n", "lib/report.mjs": "x\n", "my/tools/check": "x\n", "tools/check2": "x\n" }),
  ).toEqual(["lib/report.mjs", "tools/check"]);
});

test("a workflow of the change itself counts, too", async () => {
  const named = WORKFLOW.replace("./tools/check", "./src/a.ts");
  expect(await find({ ".github/workflows/ci.yml": named, "src/a.ts": "2\n" })).toEqual([
    ".github/workflows/ci.yml",
    "src/a.ts",
  ]);
});

test("what is removed counts as what is changed, and names are shown without what could mislead", async () => {
  expect(await find({ Makefile: null, "scripts/\u202egpj.sh": "x\n" })).toEqual([
    "Makefile",
    "scripts/\\u{202e}gpj.sh",
  ]);
});

test("no more is told than a person reads", async () => {
  const files = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`scripts/${index}`, "x\n"]));
  expect(await find(files)).toHaveLength(50);
});
