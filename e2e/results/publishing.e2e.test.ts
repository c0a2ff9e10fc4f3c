import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository, openGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const WORK = "echo work >> a.txt; git commit -qam 'Work done'";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
});
afterAll(() => home.remove());

async function catalyst(...args: string[]): Promise<{ exitCode: number | null; output: string }> {
  const { exitCode, stdout, stderr } = await home.run(args);
  return { exitCode, output: stdout + stderr };
}

const start = (script: string, { path }: GitRepository, ...args: string[]) =>
  catalyst("run", script, "--repo", path, "--agent", "script", ...args);
const numberOf = (output: string) => /Task #(\d+)/.exec(output)?.[1] ?? "";
const branchesOf = (repository: GitRepository) =>
  repository.git("branch", "--list", "catalyst*", "--format=%(refname:short)");
const subjectsOf = (repository: GitRepository, ref: string) => repository.git("log", "--format=%s", `main..${ref}`);

test("a further turn's result that its verification held is published by hand, on the same branch", async () => {
  const config = "hooks:\n  verify: '! test -e bad'\n  verifyAttempts: 0\n  onVerifyFailure: hold\n";
  const repository = await createGitRepository({ "a.txt": "one\n", ".catalyst/config.yaml": config });
  const number = numberOf((await start(WORK, repository)).output);
  const held = await catalyst("tasks", "send", number, "touch bad; git add -A; git commit -qm Bad");
  expect(held.output).toContain(`catalyst tasks publish ${number}`);
  const published = await catalyst("tasks", "publish", number);
  expect(published.exitCode, published.output).toBe(0);
  expect(await subjectsOf(repository, await branchesOf(repository))).toBe("Bad\nWork done");
});

test("a branch that is checked out stops another turn before it starts, and the work of one that runs is brought in by one command", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const number = numberOf((await start(WORK, repository)).output);
  const branch = await branchesOf(repository);
  await repository.git("checkout", "--quiet", branch);
  const refused = await catalyst("tasks", "send", number, WORK);
  expect(refused.exitCode, refused.output).toBe(2);
  expect(refused.output).toContain(`checked out in ${repository.path}`);
  await repository.git("checkout", "--quiet", "main");
  const sent = home.start(["tasks", "send", number, "echo at work; sleep 3; echo two >> a.txt; git commit -qam Two"]);
  await sent.shows("at work");
  await repository.git("checkout", "--quiet", branch);
  const { exitCode, stdout, stderr } = await sent.ended;
  expect(exitCode, stdout + stderr).toBe(2);
  expect(stdout).toContain("failed: the branch could not be made");
  const [, path = "", ref = ""] = /git -C (\S+) merge --ff-only (\S+)/.exec(stdout) ?? [];
  await openGitRepository(path).git("merge", "--ff-only", ref);
  expect(await subjectsOf(repository, branch)).toBe("Two\nWork done");
  await repository.git("checkout", "--quiet", "main");
  const third = await catalyst("tasks", "send", number, "echo three >> a.txt; git commit -qam Three");
  expect(third.exitCode, third.output).toBe(0);
  expect(await subjectsOf(repository, branch)).toBe("Three\nTwo\nWork done");
});

test("a branch that can't be made is named otherwise, or refused where it was asked for, before anything is stored", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  await repository.git("branch", "catalyst");
  const renamed = await start(WORK, repository);
  expect(renamed.exitCode, renamed.output).toBe(0);
  expect(await branchesOf(repository)).toMatch(/^catalyst\ncatalyst-[0-9a-f]{8}-/);
  for (const branch of ["catalyst", "catalyst/deeper"]) {
    const refused = await start(WORK, repository, "--branch", branch);
    expect(refused.exitCode, refused.output).toBe(2);
    expect(refused.output).toContain("Choose another with --branch");
    expect(refused.output).not.toContain("Task #");
  }
});

test("a finding is let through by a person's word, and nothing else is asked for", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const stopped = await start("echo x > AGENTS.md; git add -A; git commit -qm Instruct", repository);
  expect(stopped.exitCode, stopped.output).toBe(5);
  const [, command = ""] = /catalyst (tasks publish \d+ --accept \S+)/.exec(stopped.output) ?? [];
  const again = await catalyst(...command.split(" ").slice(0, 3));
  expect(again.exitCode, again.output).toBe(5);
  expect(again.output).toContain(command);
  const published = await catalyst(...command.split(" "));
  expect(published.exitCode, published.output).toBe(0);
  expect(await subjectsOf(repository, await branchesOf(repository))).toBe("Instruct");
  const shown = await catalyst("tasks", "show", numberOf(stopped.output));
  expect(shown.output).toMatch(/Accepted protected_path \(local, /);
});

test("the branch is what was checked, whatever the repository's configuration makes of addresses", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const evil = await mkdtemp(join(tmpdir(), "catalyst-evil-"));
  await repository.git("config", `url.${evil}/.insteadOf`, `${join(home.path, "results")}/`);
  const started = home.start([
    ...["run", "echo at work; sleep 5; echo z > z; git add z; git commit -qm Checked"],
    ...["--repo", repository.path, "--agent", "script", "--branch", "checked"],
  ]);
  await started.shows("at work");
  for (const id of await readdir(join(home.path, "environments"))) {
    const path = join(evil, `${id}.git`);
    await mkdir(path);
    const other = openGitRepository(path);
    await other.git("init", "--quiet", "--initial-branch=checked");
    await other.write({ ".github/workflows/evil.yml": "x" });
    await other.git("add", "--all");
    await other.git("commit", "--quiet", "--message=Evil");
  }
  const { exitCode, stdout, stderr } = await started.ended;
  expect(exitCode, stdout + stderr).toBe(0);
  expect(await subjectsOf(repository, "checked")).toBe("Checked");
  expect(await repository.git("for-each-ref", "--format=%(contents:subject)", "refs/catalyst")).toBe("Checked");
});
