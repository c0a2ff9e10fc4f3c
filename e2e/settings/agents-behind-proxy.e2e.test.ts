import { AGENT_REGISTRY } from "@catalyst/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { startModel } from "../start-model.ts";

const SAID = "The hosts are of no interest to me.";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home.remove());

const WITH_MODEL = AGENT_REGISTRY.filter(({ provider }) => provider === "anthropic" || provider === "openai");

test.each(WITH_MODEL.map(({ id }) => id))(
  "%s reaches its model where hosts are allowed, past the proxy",
  async (id) => {
    const model = await startModel(id, [{ say: SAID }]);
    const repository = await createGitRepository({ ".catalyst/config.yaml": "allowedHosts: [npm]\n", "a.txt": "a\n" });
    const args = ["run", "Say something", "--repo", repository.path, "--agent", id];
    const { exitCode, stdout, stderr } = await home.run(args, { env: model.env });
    await model.stop();
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout + stderr).toContain(SAID);
    expect(stdout + stderr).toContain("Hosts that can be reached: registry.npmjs.org.");
    expect(stdout + stderr).not.toMatch(/CONNECT (127\.0\.0\.1|localhost)/);
  },
  300_000,
);
