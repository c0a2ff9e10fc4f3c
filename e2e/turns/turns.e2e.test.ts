import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
});

afterAll(() => home.remove());

const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";
/** While it plans, it can't write. */
const PLAN_THEN_COMMIT = `if [ -w . ]; then ${COMMIT}; else echo 'done.txt will be added.'; fi`;

interface TaskRecord {
  number: number;
  status: string;
  branch: string | null;
  plan: { markdown: string; isEdited: boolean } | null;
  executions: { agent: string; purpose: string; result: { publication: { kind: string } } | null }[];
}

async function run(args: string[], env: Record<string, string> = {}): Promise<TaskRecord> {
  const { exitCode, stdout, stderr } = await home.run([...args, "--json"], { env });
  expect(exitCode, stdout + stderr).toBe(0);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

function start(script: string, repository: GitRepository, ...args: string[]): Promise<TaskRecord> {
  return run(["run", script, "--repo", repository.path, ...args]);
}

test("a plan waits without an environment until it is approved, also edited, and only then there is a branch", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const planned = await start(PLAN_THEN_COMMIT, repository, "--agent", "script", "--plan");
  expect(planned).toMatchObject({ status: "awaiting_approval", branch: null });
  expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
  const editor = join(home.path, "editor.sh");
  await writeFile(editor, '#!/bin/sh\necho "And test it." >> "$1"\n');
  await chmod(editor, 0o755);
  const approved = await run(["tasks", "approve", String(planned.number), "--edit"], { EDITOR: editor });
  expect(approved).toMatchObject({ status: "completed", plan: { isEdited: true } });
  expect(approved.plan?.markdown).toContain("And test it.");
  expect(await repository.git("show", `${approved.branch}:done.txt`)).toBe("done");
});

test("a plan that an editor left as it was isn't called edited; one whose editor failed stays as it is", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const { number } = await start(PLAN_THEN_COMMIT, repository, "--agent", "script", "--plan");
  const failed = await home.run(["tasks", "approve", String(number), "--edit"], { env: { EDITOR: "false" } });
  expect(failed).toMatchObject({ exitCode: 2 });
  expect(failed.stderr).toContain("Nothing was changed");
  const without = await home.run(["tasks", "approve", String(number), "--edit"]);
  expect(without.stderr).toContain("export EDITOR=");
  const approved = await run(["tasks", "approve", String(number), "--edit"], { EDITOR: "true" });
  expect(approved).toMatchObject({ status: "completed", plan: { isEdited: false } });
});

test("a follow-up goes on from the branch, with what people added to it, and moves it on", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const first = await start(COMMIT, repository, "--agent", "script");
  await repository.git("branch", "--force", "main", String(first.branch)).catch(() => undefined);
  await repository.git("checkout", "--quiet", String(first.branch));
  await repository.write({ "people.txt": "mine\n" });
  await repository.git("add", "--all");
  await repository.git("commit", "--quiet", "--message=Add a person's part");
  await repository.git("checkout", "--quiet", "main");
  const second = await run([
    "tasks",
    "send",
    String(first.number),
    "cat people.txt > docs.txt && git add -A && git commit -qm 'Add docs'",
  ]);
  expect(second).toMatchObject({ status: "completed", branch: first.branch });
  expect(await repository.git("show", `${first.branch}:docs.txt`)).toBe("mine");
  expect((await repository.git("log", "--format=%s", `main..${first.branch}`)).split("\n")).toEqual([
    "Add docs",
    "Add a person's part",
    "Add done.txt",
  ]);
});

test("a message to a task that works waits for its next turn, which comes by itself", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  // Works until it is killed: named by this home, and spelled so that no other command line holds it.
  const work = `tail -f /dev/nul? ${home.path}; ${COMMIT}`;
  const running = home.start(["run", work, "--repo", repository.path, "--agent", "script"]);
  await running.shows("Starting Script.");
  const newest = JSON.parse((await home.run(["tasks", "list", "--limit", "1", "--json"])).stdout);
  const sent = await home.run(["tasks", "send", String(newest.number), "echo two > a.txt"]);
  expect(sent.stdout + sent.stderr).toContain("as its next turn");
  await expect.poll(() => home.kill("tail -f /dev/null")).toBe(1);
  const { stdout, stderr, exitCode } = await running.ended;
  expect(exitCode, stdout + stderr).toBe(0);
  const branch = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
  expect(await repository.git("show", `${branch}:a.txt`)).toBe("two");
  expect(await repository.git("show", `${branch}:done.txt`)).toBe("done");
});

test("agents race on one task; the picked result is published and the other isn't", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const raced = await start(COMMIT, repository, "--agents", "script,script:slow");
  expect(raced.status).toBe("awaiting_approval");
  expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
  const shown = await home.run(["tasks", "show", String(raced.number)]);
  expect(shown.stdout).toContain("script (slow)");
  expect(shown.stdout).toMatch(/1 file, \+1 -0/);
  const ambiguous = await home.run(["tasks", "publish", String(raced.number)]);
  expect(ambiguous).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("of the runs 1, 2") });
  const picked = await run(["tasks", "publish", String(raced.number), "--run", "2"]);
  expect(picked.status).toBe("completed");
  expect(await repository.git("show", `${picked.branch}:done.txt`)).toBe("done");
});

test("what can't be decided on, sent or published is refused with the way out", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const { number } = await start(COMMIT, repository, "--agent", "script");
  const cases: [string[], string][] = [
    [["tasks", "approve", String(number)], "has no plan that waits for approval"],
    [["tasks", "reject", String(number)], "there is no feedback"],
    [["tasks", "send", String(number), " "], "it is empty"],
    [["tasks", "publish", String(number)], "is published already, as the branch catalyst/"],
    [["tasks", "retry", String(number)], "only failed or cancelled tasks can be retried"],
    [["run", "x", "--agents", "script"], "fewer than two agents"],
    [["run", "x", "--agents", "script,script", "--agent", "script"], "goes without --agent"],
    [["run", "x", "--agent", "script", "--pick", "verify"], "without several agents"],
  ];
  for (const [args, words] of cases) {
    const { exitCode, stderr } = await home.run(args);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  }
});
