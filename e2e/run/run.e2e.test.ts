import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});

afterAll(() => home.remove());

const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";

function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("a run leaves a new branch in the repository and touches nothing else of it", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  await repository.write({ "a.txt": "not committed\n", "new.txt": "untracked\n" });
  const before = await repository.fingerprint();
  const { exitCode, stdout, stderr } = await home.run([
    "run",
    COMMIT,
    "--repo",
    repository.path,
    "--agent",
    "script",
    "--json",
  ]);
  expect(exitCode, stdout + stderr).toBe(0);
  expect(await repository.fingerprint()).toBe(before);
  const branch = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
  expect(await repository.git("show", `${branch}:done.txt`)).toBe("done");
  expect(await repository.git("show", `${branch}:a.txt`)).toBe("one");
  expect(jsonLines(stdout).at(-1)).toMatchObject({ type: "task", status: "completed", branch });
});

test("the agent's clone borrows from its repository's mirror, and pulls from the gateway", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const script = "git remote get-url origin; cat .git/objects/info/alternates; git fetch --quiet && git status --short";
  const { exitCode, stdout, stderr } = await home.run([
    "run",
    script,
    ...["--repo", repository.path, "--agent", "script", "--json"],
  ]);
  expect(exitCode, stdout + stderr).toBe(0);
  const output = jsonLines(stdout).flatMap(({ body }) => {
    const { stream, text } = (body ?? {}) as { stream?: string; text?: string };
    return stream === "stdout" ? [text] : [];
  });
  expect(output.join("\n")).toBe("http://127.0.0.1:8787/git/repository.git\n/run/catalyst/mirror.git/objects");
});

test("changes that the agent left uncommitted become a commit", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const { exitCode, stdout, stderr } = await home.run([
    "run",
    "echo two > a.txt",
    "--repo",
    repository.path,
    "--agent",
    "script",
  ]);
  expect(exitCode, stdout + stderr).toBe(0);
  const branch = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
  expect(await repository.git("show", `${branch}:a.txt`)).toBe("two");
});

test("an agent that fails fails the task, and what it committed is kept but not published", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const { exitCode, stdout, stderr } = await home.run([
    "run",
    `${COMMIT} && exit 3`,
    "--repo",
    repository.path,
    "--agent",
    "script",
  ]);
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toContain("exit code 3");
  expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
  expect(await readdir(join(home.path, "results"))).not.toEqual([]);
});

test("a result that touches a protected path is stopped, named and kept", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const script =
    "mkdir -p .github/workflows && echo x > .github/workflows/x.yml && git add -A && git commit -qm 'Add a workflow'";
  const { exitCode, stdout, stderr } = await home.run(["run", script, "--repo", repository.path, "--agent", "script"]);
  expect(exitCode).toBe(5);
  expect(stdout + stderr).toContain(".github/workflows/x.yml");
  expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
  const kept = / diff main\.\.\.(refs\/catalyst\/\S+)/.exec(stdout + stderr)?.[1] ?? "";
  expect(await repository.git("rev-list", "--count", `main..${kept}`)).not.toBe("0");
});

test("Ctrl-C cancels the task and leaves nothing running", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const own = await createTestHome();
  // Neither its title nor what is waited for before it begins holds what it says.
  const args = ["run", "echo at w''ork; sleep 600", "--repo", repository.path, "--agent", "script"];
  const started = own.start(args, { env: { CATALYST_IDLE_SECONDS: "1" } });
  await started.shows("at work");
  started.process.kill("SIGINT");
  const { exitCode, stdout, stderr } = await started.ended;
  expect(exitCode, stdout + stderr).toBe(130);
  await expect.poll(() => own.processes()).toEqual([]);
  await own.remove();
});

test("a run that takes longer than its time is ended and says so", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const { exitCode, stdout, stderr } = await home.run([
    "run",
    "trap '' TERM; sleep 600",
    "--repo",
    repository.path,
    "--agent",
    "script",
    "--timeout",
    "2s",
  ]);
  expect(exitCode).toBe(6);
  expect(stdout + stderr).toContain("--timeout");
});

test("a detached run goes on by itself and is found by tasks", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const detached = await home.run([
    "run",
    COMMIT,
    "--repo",
    repository.path,
    "--agent",
    "script",
    "--detach",
    "--json",
  ]);
  expect(detached.exitCode, detached.stderr).toBe(0);
  const reference = String(jsonLines(detached.stdout).at(-1)?.number);
  const followed = await home.run(["tasks", "logs", reference, "-f"]);
  expect(followed.exitCode, followed.stderr).toBe(0);
  const shown = await home.run(["tasks", "show", reference, "--json"]);
  expect(JSON.parse(shown.stdout)).toMatchObject({ status: "completed" });
});
