import { AGENT_REGISTRY } from "@catalyst/agents";
import { startScriptedModel } from "@catalyst/agents/scripted-model";
import type { CredentialProvider } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const KEY = "sk-scripted-0123456789";
const SAID = "The hosts are of no interest to me.";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home.remove());

const WITH_MODEL = AGENT_REGISTRY.flatMap(({ id, provider }) => (provider === null ? [] : [{ id, provider }]));
/** Which variables hold a key and where it is good for. */
const VARIABLES: Partial<Record<CredentialProvider, (baseUrl: string) => Record<string, string>>> = {
  anthropic: (baseUrl) => ({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: baseUrl }),
  openai: (baseUrl) => ({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${baseUrl}/v1` }),
  gemini: (baseUrl) => ({ GEMINI_API_KEY: KEY, GOOGLE_GEMINI_BASE_URL: baseUrl }),
};

test.each(WITH_MODEL)(
  "$id reaches its model where hosts are allowed, past the proxy",
  async ({ id, provider }) => {
    const model = await startScriptedModel({ agentId: id, steps: [{ say: SAID }] });
    const repository = await createGitRepository({ ".catalyst/config.yaml": "allowedHosts: [npm]\n", "a.txt": "a\n" });
    const env = VARIABLES[provider]?.(model.baseUrl) ?? {};
    const args = ["run", "Say something", "--repo", repository.path, "--agent", id];
    const { exitCode, stdout, stderr } = await home.run(args, { env });
    await model.stop();
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout + stderr).toContain(SAID);
    expect(stdout + stderr).toContain("Hosts that can be reached: registry.npmjs.org.");
    expect(stdout + stderr).not.toMatch(/CONNECT (127\.0\.0\.1|localhost)/);
  },
  300_000,
);
