import { AGENTS_WITH_MODEL } from "@catalyst/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});

afterAll(() => home.remove());

test.each(AGENTS_WITH_MODEL.map(({ id }) => id))(
  "the demo runs the real %s against the scripted model and leaves a branch whose test passes",
  async (agent) => {
    const { exitCode, stdout, stderr } = await home.run(["demo", "--agent", agent, "--keep"], {
      env: { CATALYST_IDLE_SECONDS: "1" },
    });
    const output = stdout + stderr;
    expect(output).toContain("scripted");
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
