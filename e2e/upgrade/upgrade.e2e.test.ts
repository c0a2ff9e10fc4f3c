import { isSettled, type TaskStatus } from "@catalyst/core";
import { EARLIER_HOMES, giveEarlierDatabase } from "@catalyst/postgres/testing";
import { describe, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const SCRIPT = "echo done > done.txt && git add -A && git commit -qm Done";

async function listTasks(home: TestHome): Promise<{ number: number; status: TaskStatus }[]> {
  const { exitCode, stdout, stderr } = await home.run(["tasks", "list", "--all", "--json", "--limit", "1000"]);
  expect(exitCode, stderr).toBe(0);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { number: number; status: TaskStatus });
}

describe("a home of an earlier state", { concurrent: true }, () => {
  test.for(EARLIER_HOMES)(
    "%s starts with this one: what waited in it goes on, and more can be done in it",
    async (name, context) => {
      const home = await createTestHome({ isNew: true });
      context.onTestFinished(() => home.remove());
      await giveEarlierDatabase(home.path, name);
      await home.up();
      const before = await listTasks(home);
      context.expect(before.map(({ number }) => number)).toContain(1);
      await context.expect
        .poll(async () => (await listTasks(home)).every(({ status }) => isSettled(status)))
        .toBe(true);

      const { path, git } = await createGitRepository({ "a.txt": "one\n" });
      const { exitCode, stdout, stderr } = await home.run(["run", SCRIPT, "--repo", path, "--agent", "script"]);
      context.expect(exitCode, stdout + stderr).toBe(0);
      const branches = await git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
      context.expect(branches.split("\n").filter(Boolean)).toHaveLength(1);
      const after = (await listTasks(home)).map(({ number }) => number);
      context.expect(after).toEqual(expect.arrayContaining(before.map(({ number }) => number)));
      context.expect(after).toHaveLength(before.length + 1);
    },
  );
});
