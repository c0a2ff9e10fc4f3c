import { SCENARIO_COMMIT, SCENARIO_FILES, SCENARIO_PLAN, SCENARIO_STEPS } from "@catalyst/agents/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { startModel } from "../start-model.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home.remove());

/** What the CLI itself tells its model when a session leaves the mode. */
const LEAVES: [agent: string, words: string][] = [
  ["claude-code", "You have exited plan mode."],
  ["codex-cli", ""],
];

test.each(LEAVES)(
  "%s makes a plan, and once it is approved carries it out in the same session, without the mode that kept it from it",
  async (agent, words) => {
    const repository = await createGitRepository(SCENARIO_FILES);
    const model = await startModel(agent, [{ plan: SCENARIO_PLAN }, ...SCENARIO_STEPS]);
    const args = ["run", "Fix the price", "--repo", repository.path, "--agent", agent, "--plan", "--json"];
    const planned = await home.run(args, { env: model.env });
    const task = readTask(planned.stdout);
    expect(task, planned.stdout + planned.stderr).toMatchObject({
      status: "awaiting_approval",
      plan: { markdown: SCENARIO_PLAN },
    });
    const before = model.requests.length;
    const approved = await home.run(["tasks", "approve", String(task.number), "--json"], { env: model.env });
    const said = approved.stdout + approved.stderr;
    expect(readTask(approved.stdout), said).toMatchObject({ status: "completed" });
    expect(said).toContain("goes on in its earlier session");
    expect(model.requests[before]).toContain("A person approved this plan: carry it out.");
    expect(model.requests[before]).toContain(words);
    const branch = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
    expect(await repository.git("show", `${branch}:price.js`)).toContain("return 2;");
    expect(await repository.git("log", "--format=%s", branch)).toBe(`${SCENARIO_COMMIT}\nStart`);
    await model.stop();
  },
);

function readTask(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
}
