import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRefs } from "../publish/refs/read-refs.ts";
import { type PersonRepository, personRepository, testFolder } from "../testing/person-repository.ts";
import { fetchFromView } from "./fetch-from-view.ts";
import { inspectRepository } from "./inspect-repository.ts";
import { runInView, withView } from "./open-view.ts";

const GIBIBYTE = 1024 ** 3;

let folder: Awaited<ReturnType<typeof testFolder>>;
let count = 0;

beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

function fresh(): PersonRepository {
  count += 1;
  const repository = personRepository(join(folder.path, String(count)));
  repository.commit({ a: "1\n" });
  return repository;
}

const endless = (path: string) => symlinkSync("/dev/zero", path);
const huge = (path: string) => {
  writeFileSync(path, "");
  truncateSync(path, 4 * GIBIBYTE);
};
const pipe = (path: string) => void execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", path]);

const NO_FILE = "is not a file";
const LONG = "is longer than";

test.each([
  ["refs/heads/x", endless, NO_FILE],
  ["refs/heads/x/y", endless, NO_FILE],
  ["refs/tool/x", pipe, NO_FILE],
  ["refs/heads/x", huge, LONG],
  ["packed-refs", endless, NO_FILE],
  ["packed-refs", huge, LONG],
  ["shallow", endless, NO_FILE],
  ["info/exclude", endless, NO_FILE],
  ["info/attributes", pipe, NO_FILE],
  ["objects/info/alternates", endless, NO_FILE],
])("what git would read of %s has an end (%#)", async (name, make, reason) => {
  const { path: root } = fresh();
  const path = join(root, ".git", name);
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
  make(path);
  await expect(withView(root, inspectRepository)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(`${path} ${reason}`),
  });
});

test("links to files, and what git doesn't take for a ref, are no obstacle", async () => {
  const { path, git } = fresh();
  git("pack-refs", "--all");
  symlinkSync(join(path, ".git/packed-refs"), join(path, ".git/info/attributes"));
  symlinkSync("refs/heads/main", join(path, ".git/refs/heads/linked"));
  huge(join(path, ".git/refs/heads/.hidden"));
  await expect(withView(path, inspectRepository)).resolves.toMatchObject({ currentBranch: "main" });
});

/** Makes git say which limit of memory a process has that it starts. */
const TELL = "ulimit -d";

test("whatever asks git about a view does so under limits of memory, and gets a bounded answer", async () => {
  const { path } = fresh();
  await withView(path, async (view) => {
    expect(Number(await runInView(view, ["-c", `alias.tell=!${TELL}`, "tell"]))).toBeLessThanOrEqual(4 * 1024 ** 2);
    const flood = runInView(view, ["-c", "alias.flood=!head -c 300000000 /dev/zero", "flood"]);
    await expect(flood).rejects.toThrow(/maxBuffer/);
    endless(join(path, ".git/refs/heads/later"));
    await expect(readRefs(view)).rejects.toThrow(/[Oo]ut of memory/);
  });
});

test("both sides of a fetch out of a view are under limits", async () => {
  const [{ path }, into] = [fresh(), fresh()];
  await withView(path, async (view) => {
    const serving = `--upload-pack=sh -c '${TELL} >&2; false'`;
    const what = { into: join(into.path, ".git"), options: [serving], refspecs: ["refs/heads/main"] };
    await expect(fetchFromView(view, what)).rejects.toThrow(/^\d+$/m);
  });
});
