import { isFinal, isSettled, TaskStatus } from "@catalyst/core";
import { describe, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { expectInvariants } from "./expect-invariants.ts";
import { VICTIMS } from "./victims.ts";
import { watchForState } from "./watch-for-state.ts";

const SCRIPT =
  "for i in 1 2 3; do echo at work; sleep 0.5; done; echo done > done.txt; git add -A; git commit -qm Done";

/** Those in which something goes on: a new one is here as soon as it is there. */
const STATES = TaskStatus.options.filter((status) => !isSettled(status));
const ALL = STATES.flatMap((state) =>
  VICTIMS.filter(({ states = STATES }) => states.includes(state)).map((victim) => ({ ...victim, state })),
);
/** One of so many, other ones in each state, where not all are asked for. */
const STRIDE = 6;
const CHOSEN = process.env.CATALYST_TEST_FULL === "1" ? ALL : ALL.filter((_one, index) => index % STRIDE === 0);

async function listTasks(home: TestHome): Promise<{ status: TaskStatus; errorMessage: string | null }[]> {
  const { stdout } = await home.run(["tasks", "list", "--json"]);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { status: TaskStatus; errorMessage: string | null });
}

// Each has a home of its own, and waits most of its time for the lease of what was killed.
describe("at each state", { concurrent: true }, () => {
  test.for(CHOSEN)(
    "what befalls the $name as a task becomes $state loses nothing",
    async ({ befall, state, ends }, { expect, onTestFinished }) => {
      const home = await createTestHome();
      onTestFinished(() => home.remove());
      await home.up();
      const { path, git } = await createGitRepository({ "a.txt": "one\n" });
      const watched = await watchForState(home, state);
      const asked = home.run(["run", SCRIPT, "--repo", path, "--agent", "script", "--detach"]);
      await watched.come;
      await watched.close();
      expect(await befall(home)).toBeGreaterThan(0);
      await asked;
      await expect.poll(async () => (await listTasks(home)).map(({ status }) => isFinal(status))).toEqual([true]);
      const [task] = await listTasks(home);
      expect(ends, JSON.stringify(task)).toContain(task?.status);
      const branches = await git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
      expect(branches.split("\n").filter(Boolean)).toHaveLength(task?.status === "completed" ? 1 : 0);
      await expectInvariants(home);
    },
  );
});
