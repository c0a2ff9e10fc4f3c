import { AGENTS_WITH_MODEL } from "@catalyst/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;
const env = { CATALYST_IDLE_SECONDS: "1" };

beforeAll(async () => {
  home = await createTestHome({ isNew: true });
  // What a person says of their own work is none of the demo's: neither its budget nor its hosts.
  for (const [setting, value] of [
    ["budgets.day.usd", "0.0001"],
    ["budgets.project.usd", "0.0001"],
    ["allowedHosts", "npm"],
    ["enabledAgents", "script"],
  ] as const) {
    expect((await home.run(["config", "set", setting, value], { env })).exitCode).toBe(0);
  }
});

afterAll(() => home.remove());

test.each(AGENTS_WITH_MODEL.map(({ id }) => id))(
  "the demo runs the real %s against the scripted model and leaves a branch whose test passes",
  async (agent) => {
    const { exitCode, stdout, stderr } = await home.run(["demo", "--agent", agent, "--keep"], { env });
    const output = stdout + stderr;
    expect(output).toContain("scripted");
    expect(output).not.toContain("blocked CONNECT");
    expect(output).not.toContain("Hosts that can be reached");
    expect(exitCode, output).toBe(0);
    const path = /The repository is in (\S+)\. /.exec(output)?.[1];
    const repository = openGitRepository(path ?? "");
    const branches = (await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)"))
      .split("\n")
      .filter(Boolean);
    expect(branches).toHaveLength(1);
    expect(await repository.git("diff", "--stat", `main..${branches[0]}`)).toContain("1 file changed");
    await expect.poll(() => home.processes()).toEqual([]);
  },
);
