import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

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

const start = (script: string, { path }: GitRepository) =>
  catalyst("run", script, "--repo", path, "--agent", "script", "--branch", "result");
const numberOf = (output: string) => /Task #(\d+)/.exec(output)?.[1] ?? "";
const subjectsOf = (repository: GitRepository, ref: string) => repository.git("log", "--format=%s", `main..${ref}`);

test("a history that the agent rewrote is kept whole, and published by a person's word", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const held = await start("echo z > z; git add z; git commit -q --amend -m Amended", repository);
  expect(held.exitCode, held.output).toBe(5);
  expect(held.output).toContain("unrelated_history");
  const [, ref = ""] = /(refs\/catalyst\/\S+)/.exec(held.output) ?? [];
  expect(await repository.git("show", `${ref}:z`)).toBe("z");
  const published = await catalyst("tasks", "publish", numberOf(held.output), "--accept", "unrelated_history");
  expect(published.exitCode, published.output).toBe(0);
  expect(await subjectsOf(repository, "result")).toBe("Amended");
});

test("the task's own commits may be squashed by a further turn, and what was there before stays", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const first = await start("for i in 1 2 3; do echo $i > $i; git add .; git commit -qm C$i; done", repository);
  const before = await repository.git("rev-parse", "result");
  const script = "git reset -q --soft HEAD~3; git commit -qm 'One good commit'";
  const squashed = await catalyst("tasks", "send", numberOf(first.output), script);
  expect(squashed.exitCode, squashed.output).toBe(0);
  expect(await subjectsOf(repository, "result")).toBe("One good commit");
  expect(await repository.git("for-each-ref", "--format=%(objectname)", "refs/catalyst")).toContain(before);
});

test("commits of people on the task's branch are never dropped from it", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const first = await start("echo 1 > 1; git add .; git commit -qm Agent", repository);
  await repository.git("checkout", "--quiet", "result");
  await repository.git("commit", "--quiet", "--allow-empty", "--message=Person");
  await repository.git("checkout", "--quiet", "main");
  const script = "git reset -q --soft HEAD~2; git commit -qm Squashed";
  const refused = await catalyst("tasks", "send", numberOf(first.output), script);
  expect(refused.exitCode, refused.output).toBe(2);
  expect(refused.output).toMatch(/the branch could not be made[\s\S]*commits of others/);
  expect(await subjectsOf(repository, "result")).toBe("Person\nAgent");
  expect(await subjectsOf(repository, /(refs\/catalyst\/\S+)/.exec(refused.output)?.[1] ?? "")).toBe("Squashed");
});

test("repositories within the repository are in the result as files, committed or not", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const nest = (name: string) =>
    `git init -q ${name}; (cd ${name}; echo 1 > index.js; git add -A; git commit -qm init)`;
  const done = await start(`${nest("app")}; git add -A; git commit -qm App; ${nest("lib")}`, repository);
  expect(done.exitCode, done.output).toBe(0);
  expect(await repository.git("diff", "--name-only", "main", "result")).toBe("app/index.js\nlib/index.js");
});

test("work beside the branch is kept and named, and what can't be taken isn't said to be done", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const script =
    "git checkout -qb side; echo s > s; git add s; git commit -qm Side; git checkout -q -; truncate -s 101M huge.bin";
  const { exitCode, output } = await start(script, repository);
  expect(exitCode, output).toBe(1);
  expect(output).toMatch(/! Task #\d+ is completed, but nothing could be taken/);
  expect(output).toContain("Left out huge.bin (over 100 MiB)");
  const [, path = "", ref = ""] = /side: git -C \S+ fetch (\S+) (\S+)/.exec(output) ?? [];
  await repository.git("fetch", "--quiet", path, ref);
  expect(await repository.git("show", "FETCH_HEAD:s")).toBe("s");
});
