import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type PersonRepository, personRepository, testFolder } from "../testing/person-repository.ts";
import { inspectRepository } from "./inspect-repository.ts";
import { withView } from "./open-view.ts";

let folder: Awaited<ReturnType<typeof testFolder>>;
let repository: PersonRepository;
let home: string;
let count = 0;

beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

beforeEach(() => {
  count += 1;
  home = join(folder.path, `home-${count}`);
  mkdirSync(join(home, ".config/git"), { recursive: true });
  vi.stubEnv("HOME", home);
  repository = personRepository(join(folder.path, `repository-${count}`));
  repository.commit({
    ".gitignore": "ignored\n",
    ".gitattributes": "*.bin filter=lfs\n",
    a: "1\n",
    "b.bin": "pointer\n",
    dätei: "1\n",
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const isDirty = async () => (await withView(repository.path, inspectRepository)).isDirty;

test("a checkout as it was committed is clean, whatever was touched or ignored", async () => {
  repository.write({ a: "1\n", ignored: "x" });
  chmodSync(join(repository.path, "a"), 0o755);
  expect(await isDirty()).toBe(false);
});

test.each([
  ["a changed file", () => repository.write({ a: "2\n" })],
  ["a changed file whose name isn't ASCII", () => repository.write({ dätei: "2\n" })],
  ["a new file", () => repository.write({ neu: "2\n" })],
  ["a removed file", () => rmSync(join(repository.path, "a"))],
  [
    "a change in the index",
    () => {
      repository.write({ a: "2\n" });
      repository.git("add", "a");
      repository.write({ a: "1\n" });
    },
  ],
  ["a changed file beside one with a filter", () => repository.write({ a: "2\n", "b.bin": "large\n" })],
])("%s is an uncommitted change", async (_what, change) => {
  change();
  expect(await isDirty()).toBe(true);
});

test("a file that a filter made of what is committed is no change", async () => {
  repository.write({ "b.bin": "large\n" });
  expect(await isDirty()).toBe(false);
});

test("what the person's own git ignores is no change, named or where it is by default", async () => {
  repository.write({ ".idea/x": "1" });
  expect(await isDirty()).toBe(true);
  writeFileSync(join(home, ".config/git/ignore"), ".idea/\n");
  expect(await isDirty()).toBe(false);
  repository.write({ ".DS_Store": "1" });
  writeFileSync(join(home, ".gitconfig"), "[core]\n\texcludesFile = ~/ignored\n");
  writeFileSync(join(home, "ignored"), ".idea/\n.DS_Store\n");
  expect(await isDirty()).toBe(false);
});

test("what the repository leaves out for itself is no change", async () => {
  writeFileSync(join(repository.path, ".git/info/exclude"), "mine\n");
  repository.write({ mine: "1" });
  expect(await isDirty()).toBe(false);
});

test("where git can't tell, that is said", async () => {
  writeFileSync(join(repository.path, ".git/index"), "nonsense");
  expect(await isDirty()).toBeNull();
});
