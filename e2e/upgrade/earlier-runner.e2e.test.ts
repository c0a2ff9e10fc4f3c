import { existsSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ExecutionEvent } from "@catalyst/core";
import { describe, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome } from "../start-catalyst.ts";

/** Runners as they were bundled by earlier states: environments that run while Catalyst is replaced keep theirs (ADR 0452). */
const EARLIER = join(import.meta.dirname, "earlier");
const RUNNERS = readdirSync(EARLIER).filter((name) => name.endsWith(".mjs.gz"));

const SETTINGS = `hooks:
  setup: echo made > made.txt
  verify: test -e good.txt || { echo nothing good; exit 1; }
  verifyAttempts: 1
`;
const SCRIPT = `test -e made.txt && echo "setup ran"
echo done > "done-$(ls | wc -l).txt" && git add -A && git commit -qm Done
git log --oneline | wc -l | grep -q 2 || echo good > good.txt`;

test("there is an earlier runner to try", () => {
  expect(RUNNERS.length).toBeGreaterThan(0);
});

describe.each(RUNNERS)("%s", (name) => {
  test("prepares, works, is sent back by verify, and tells all of it to this gateway, without a gap", async ({
    onTestFinished,
  }) => {
    const home = await createTestHome();
    onTestFinished(() => home.remove());
    await home.up();
    const place = join(home.path, "runner", "runner.mjs");
    await expect.poll(() => existsSync(place), { timeout: 60_000 }).toBe(true);
    const [own, earlier] = [await readFile(place), gunzipSync(await readFile(join(EARLIER, name)))];
    expect(own.equals(earlier)).toBe(false);
    await writeFile(place, earlier);

    const { path, git } = await createGitRepository({ ".catalyst/config.yaml": SETTINGS, ".gitignore": "made.txt\n" });
    const { exitCode, stdout, stderr } = await home.run([
      ...["run", SCRIPT, "--repo", path, "--agent", "script", "--trust-base", "--json"],
    ]);
    expect(exitCode, stdout + stderr).toBe(0);
    const events = stdout
      .trim()
      .split("\n")
      .slice(0, -1)
      .map((line) => ExecutionEvent.parse(JSON.parse(line)));
    expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1));
    const hooks = events.flatMap(({ body }) => (body.type === "hook" && body.phase === "ended" ? [body] : []));
    expect(hooks.map(({ name: hook, exitCode: code }) => [hook, code])).toEqual([
      ["setup", 0],
      ["verify", 1],
      ["verify", 0],
    ]);
    expect(JSON.stringify(events)).toContain("setup ran");
    const branch = (await git("branch", "--list", "catalyst/*", "--format=%(refname:short)")).trim();
    expect((await git("ls-tree", "--name-only", branch)).split("\n")).toContain("good.txt");
    expect((await readFile(place)).equals(earlier)).toBe(true);
  });
});
