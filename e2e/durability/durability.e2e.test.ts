import { join } from "node:path";
import { describe, expect, type TestContext, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome } from "../start-catalyst.ts";
import { expectInvariants } from "./expect-invariants.ts";

async function prepare({ onTestFinished }: Pick<TestContext, "onTestFinished">) {
  const home = await createTestHome();
  onTestFinished(async () => {
    await home.kill("");
    await home.remove();
  });
  return { home, repository: await createGitRepository({ "a.txt": "one\n" }) };
}

/** Works for some seconds, so that there is a middle to kill something in. */
const SCRIPT = "for i in 1 2 3 4 5 6 7 8; do echo step $i; sleep 0.5; done; echo done > done.txt";

interface Line {
  type?: string;
  number?: number;
  status?: string;
  branch?: string;
  body?: { type: string; text?: string };
}

// Each has a home of its own, and waits most of its time for the lease of what was killed.
describe("durability", { concurrent: true }, () => {
  test.for([
    ["the worker", "worker/src/main.ts"],
    ["the gateway", "gateway/src/main.ts"],
    ["the process that supervises both", "--until-idle"],
    ["worker, gateway and supervisor together", "src/main.ts"],
    ["the database server", "postgres/data"],
  ])(
    "a task survives the kill of %s: nothing is lost, stored twice or published twice",
    async ([, command], context) => {
      const { home, repository } = await prepare(context);
      const started = home.start(["run", SCRIPT, "--repo", repository.path, "--agent", "script", "--json"]);
      await started.shows("step 2");
      const follower = started.process.pid;
      const victims = (await home.processes()).filter(
        (one) => one.command.includes(command as string) && one.pid !== follower,
      );
      expect(victims.length).toBeGreaterThan(0);
      for (const { pid } of victims) {
        process.kill(pid, "SIGKILL");
      }
      const { exitCode, stdout, stderr } = await started.ended;
      expect(exitCode, stdout + stderr).toBe(0);
      const lines = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Line);
      const events = lines.filter((line) => line.number !== undefined && line.type === undefined);
      expect(events.map(({ number }) => number)).toEqual(events.map((_event, index) => index + 1));
      const steps = events.flatMap(({ body }) => body?.text?.match(/step \d/g) ?? []);
      expect(steps).toEqual(["step 1", "step 2", "step 3", "step 4", "step 5", "step 6", "step 7", "step 8"]);
      expect(lines.at(-1)).toMatchObject({ type: "task", status: "completed" });
      const branches = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
      expect(branches.split("\n")).toEqual([lines.at(-1)?.branch]);
      expect(await repository.git("rev-list", "--count", `main..${branches}`)).toBe("1");
      await expectInvariants(home);
    },
  );

  test("an environment that is killed fails the task, says so, and keeps what was pushed", async (context) => {
    const { home, repository } = await prepare(context);
    const script = "echo one > one.txt; git add -A; git commit -qm One; echo committed; sleep 600";
    const started = home.start(["run", script, "--repo", repository.path, "--agent", "script", "--json"]);
    await started.shows('"type":"checkpoint"');
    expect(await home.kill("keeper")).toBeGreaterThan(0);
    const { exitCode, stdout, stderr } = await started.ended;
    expect(exitCode, stdout + stderr).toBe(7);
    const task = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { keptAt: string; headCommit: string };
    await repository.git("fetch", "--quiet", join(home.path, task.keptAt), "refs/heads/*:refs/kept/*");
    expect(await repository.git("show", `${task.headCommit}:one.txt`)).toBe("one");
    await expectInvariants(home);
  });
});
