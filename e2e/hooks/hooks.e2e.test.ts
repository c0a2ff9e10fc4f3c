import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { setHooks } from "./set-hooks.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const first = await home.run(["run", "true", "--repo", repository.path, "--agent", "script"]);
  expect(first.exitCode, first.stdout + first.stderr).toBe(0);
});

afterAll(() => home.remove());

async function run(script: string, repository: GitRepository, ...args: string[]) {
  const ended = await home.run(["run", script, "--repo", repository.path, "--agent", "script", ...args]);
  return { exitCode: ended.exitCode, output: ended.stdout + ended.stderr };
}

function branches(repository: GitRepository): Promise<string> {
  return repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
}

describe("setup", () => {
  test("runs once for the files that it reads, is used again by the next task, and what it made is in no result", async () => {
    await setHooks(home, {
      setup: "echo installing; mkdir -p modules; cat package-lock.json > modules/made; echo changed >> a.txt",
      setupReads: "package-lock.json,a.txt",
    });
    const repository = await createGitRepository({ "a.txt": "one\n", "package-lock.json": "1\n" });
    const work = "cat modules/made > result.txt; cp a.txt seen.txt; echo poisoned > modules/made";
    const first = await run(work, repository);
    expect(first.exitCode, first.output).toBe(0);
    expect(first.output).toContain("cache miss");
    expect(first.output).toContain("installing");
    const branch = await branches(repository);
    expect(await repository.git("show", `${branch}:result.txt`)).toBe("1");
    expect(await repository.git("show", `${branch}:seen.txt`)).toBe("one");
    expect(await repository.git("diff", "--name-only", "main", branch)).toBe("result.txt\nseen.txt");

    await repository.write({ "b.txt": "two\n" });
    await repository.git("add", "--all");
    await repository.git("commit", "--quiet", "--message=More");
    const second = await run("cat modules/made b.txt; ls -A", repository);
    expect(second.exitCode, second.output).toBe(0);
    expect(second.output).toContain("cache hit");
    expect(second.output).not.toContain("installing");
    expect(second.output).not.toContain("poisoned");
    expect(second.output).toContain("┆ two");

    await repository.write({ "package-lock.json": "2\n" });
    await repository.git("commit", "--quiet", "--all", "--message=Update");
    const third = await run("cat modules/made", repository);
    expect(third.output).toContain("cache miss");
    expect(third.output).toContain("┆ 2");
  });

  test("that fails fails the task with its output and the way out, and no agent starts", async () => {
    await setHooks(home, { setup: "echo no such package >&2; exit 9" });
    const repository = await createGitRepository({ "a.txt": "one\n" });
    const { exitCode, output } = await run("echo the agent ran", repository);
    expect(exitCode, output).toBe(1);
    expect(output).toMatch(/setup hook ended with exit code 9[\s\S]*no such package/);
    expect(output).toContain("hooks.setup");
    expect(output).not.toContain("┆ the agent ran");
  });
});

describe("verify", () => {
  /** Each turn adds a line: the second turn is the first that passes. */
  const COUNT = "echo turn >> turns.txt; git add -A; git commit -qm 'A turn'";

  test("that fails gives the agent another turn, and what it accepts is published", async () => {
    await setHooks(home, {
      verify: 'echo "there are $(wc -l < turns.txt) turns"; [ "$(wc -l < turns.txt)" -ge 2 ]',
    });
    const repository = await createGitRepository({ "a.txt": "one\n" });
    const { exitCode, output } = await run(COUNT, repository);
    expect(exitCode, output).toBe(0);
    expect(output).toContain("there are 1 turns");
    expect(output).toMatch(/Verify\s+passed \(at attempt 2\)/);
    expect(await repository.git("show", `${await branches(repository)}:turns.txt`)).toBe("turn\nturn");
  });

  test("that fails for good makes a draft that says so, of the agent's work alone", async () => {
    await setHooks(home, {
      verify:
        "echo by verify > by-verify.txt; echo by verify >> turns.txt; git commit -qam 'By verify'; echo still bad; exit 3",
      verifyAttempts: 1,
    });
    const repository = await createGitRepository({ "a.txt": "one\n" });
    const { exitCode, output } = await run(COUNT, repository);
    expect(exitCode, output).toBe(1);
    expect(output).toContain("Published as a draft");
    expect(output).toMatch(/ran 2 times and still fails \(exit code 3\)[\s\S]*still bad/);
    const branch = await branches(repository);
    expect(await repository.git("show", `${branch}:turns.txt`)).toBe("turn\nturn");
    expect(await repository.git("diff", "--name-only", "main", branch)).toBe("turns.txt");
    expect(await repository.git("log", "--format=%s", `main..${branch}`)).toBe("A turn\nA turn");
  });

  test("that fails for good holds the result where the project wants that", async () => {
    await setHooks(home, { verify: "echo never; exit 3", verifyAttempts: 0, onVerifyFailure: "hold" });
    const repository = await createGitRepository({ "a.txt": "one\n" });
    const { exitCode, output } = await run(COUNT, repository);
    expect(exitCode, output).toBe(1);
    expect(output).toContain("verify failed");
    expect(output).toMatch(/exit code 3[\s\S]*never/);
    expect(await branches(repository)).toBe("");
    const kept = / diff main\.\.\.(refs\/catalyst\/\S+)/.exec(output)?.[1] ?? "";
    expect(await repository.git("rev-list", "--count", `main..${kept}`)).not.toBe("0");
  });
});

describe("a plan", () => {
  test("is made in a workspace that can't be changed, with the setup there, by a token that can't push", async () => {
    await setHooks(home, { setup: "echo made > made.txt" });
    const repository = await createGitRepository({ "a.txt": "one\n" });
    const script = `
      cat made.txt; git status --short; git log --format=%s
      for attempt in "touch x" "chmod 777 a.txt" "mv a.txt b.txt" "rm -rf .git" "git commit -q --allow-empty -m x" "mount -o remount,rw /workspace" "touch /workspace/x"; do
        $attempt 2>/dev/null && echo "CHANGED by $attempt"
      done
      cp -r . /tmp/copy && cd /tmp/copy && git commit -q --allow-empty -m Copied && git push -q origin HEAD:refs/heads/$(git branch --show-current) && echo PUSHED
      echo looked at everything; exit 0`;
    const { exitCode, output } = await run(script, repository, "--plan");
    expect(exitCode, output).toBe(0);
    expect(output).toContain("looked at everything");
    expect(output).toContain("┆ made");
    expect(output).toContain("┆ Start");
    expect(output).not.toMatch(/┆ (CHANGED|PUSHED)/);
    expect(output).toContain("waits for your approval");
    expect(await branches(repository)).toBe("");
    await expect.poll(() => home.environments()).toEqual([]);
  });
});
