import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome } from "../start-catalyst.ts";

test("what has no place waits in order and says so, can be cancelled, and goes on also when the worker is killed", async ({
  onTestFinished,
}) => {
  const home = await createTestHome();
  onTestFinished(async () => {
    await home.kill("");
    await home.remove();
  });
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const env = { CATALYST_MAX_EXECUTIONS: "1" };
  const run = (script: string) => home.start(["run", script, "--repo", repository.path, "--agent", "script"], { env });
  // Nothing else on this machine sleeps as long: the test ends it when it has seen what waits meanwhile.
  const sleep = `sleep ${100_000 + process.pid}`;
  // What is asked for is shown, too: only the agent says what its shell makes of it.
  const first = run(`echo step $((2 - 1)); ${sleep}; echo step 2`);
  await first.shows("step 1");
  const second = run("true");
  await second.shows("waiting, it is next");
  const third = run("true");
  await third.shows("waiting, 1 before it");
  const listed = (await home.run(["tasks", "list"], { env })).stdout;
  expect(listed).toMatch(/#3 +waiting, 1 before it/);
  expect(listed).toMatch(/#1 +running/);
  expect((await home.run(["tasks", "show", "2"], { env })).stdout).toContain("Status   waiting, it is next");
  expect((await home.run(["tasks", "cancel", "3"], { env })).exitCode).toBe(0);
  expect((await third.ended).exitCode).toBe(130);
  await home.kill("worker/src/main.ts");
  await expect.poll(() => endAll(sleep)).toBeGreaterThan(0);
  const ended = await Promise.all([first.ended, second.ended]);
  expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(ended[1]?.stdout).toContain("Task #2 is completed");
});

/** Of the processes that run just this command; how many there were. */
function endAll(command: string): number {
  const found = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && commandOf(name) === command);
  found.forEach((pid) => void process.kill(Number(pid), "SIGKILL"));
  return found.length;
}

function commandOf(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
  } catch {
    return null;
  }
}
