import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeys } from "./read-keys.ts";

const ELSEWHERE = "https://catalyst.example.com";
const KEYS = { ANTHROPIC_API_KEY: " key\n", ANTHROPIC_BASE_URL: "https://proxy.example", OPENAI_API_KEY: "other" };

const TOKEN = "sk-ant-oat01-0123456789";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-keys-"));
  const logins = { current: ELSEWHERE, tokens: { [ELSEWHERE]: "a-token.c2lnbmF0dXJl" } };
  await writeFile(join(home, "logins.json"), JSON.stringify(logins), { mode: 0o600 });
});
afterAll(() => rm(home, { recursive: true }));

function read(
  agents: (string | null)[],
  providerVariables: Record<string, string>,
  { server = "local", sentKeys = [] }: { server?: string | null; sentKeys?: string[] } = {},
) {
  const readAskingSettings = async () => ({ home, providerVariables });
  return readKeys(agents, { server, sentKeys, readAskingSettings });
}

test("the keys of the named agents' providers are taken along, with their addresses, and no others", async () => {
  expect(await read(["claude-code"], KEYS)).toEqual([
    { provider: "anthropic", key: "key", baseUrl: "https://proxy.example" },
  ]);
  expect(await read(["script"], KEYS)).toEqual([]);
});

test("all are where no agent is named, or only the repository may know it", async () => {
  for (const agents of [[null], ["claude-code", null], ["of-the-repository"]]) {
    expect((await read(agents, KEYS)).map(({ provider }) => provider)).toEqual(["anthropic", "openai"]);
  }
});

test("agents that share a provider share its key", async () => {
  expect(await read(["claude-code", "opencode"], { ANTHROPIC_API_KEY: "key" })).toHaveLength(1);
});

test("a Claude subscription's token is taken along for Claude Code, or where nobody knows yet which agent it will be", async () => {
  const variables = { CLAUDE_CODE_OAUTH_TOKEN: TOKEN, ANTHROPIC_API_KEY: "key" };
  const [subscription, key] = [TOKEN, "key"].map((it) => ({ provider: "anthropic", key: it, baseUrl: null }));
  for (const agents of [["claude-code"], [null], ["opencode", "claude-code"], ["of-the-repository"]]) {
    expect(await read(agents, variables)).toEqual([subscription, key]);
  }
  for (const agents of [["opencode"], ["aider", "opencode"]]) {
    expect(await read(agents, variables)).toEqual([key]);
  }
  expect(await read(["codex-cli", "script"], variables)).toEqual([]);
});

test("a subscription's token is not sent to a server elsewhere, nor taken for a key that is to go there", async () => {
  const sent = await read(
    ["claude-code"],
    { CLAUDE_CODE_OAUTH_TOKEN: TOKEN, ANTHROPIC_API_KEY: "key" },
    { server: null, sentKeys: ["anthropic"] },
  );
  expect(sent).toEqual([{ provider: "anthropic", key: "key", baseUrl: null }]);
});

test("a base URL without a key is not a key", async () => {
  expect(await read(["claude-code"], { ANTHROPIC_BASE_URL: "https://proxy.example" })).toEqual([]);
});

test.each([
  ["127.0.0.1:4000", "http://127.0.0.1:4000"],
  ["gpu.example", "http://gpu.example:11434"],
  ["https://llm.example", "https://llm.example"],
])("OLLAMA_HOST=%s is %s", async (value, baseUrl) => {
  expect(await read([null], { OLLAMA_HOST: value })).toEqual([{ provider: "ollama", key: "", baseUrl }]);
});

test.each([
  ["signed in there", null],
  ["named", ELSEWHERE],
])("a server elsewhere, %s, gets no key but those that were named", async (_how, server) => {
  expect(await read(["claude-code"], KEYS, { server })).toEqual([]);
  expect(await read([null], KEYS, { server, sentKeys: ["openai", "OpenAI"] })).toEqual([
    { provider: "openai", key: "other", baseUrl: null },
  ]);
});

test("a key that is to go there and isn't in its variable is named by that, and nothing goes", async () => {
  const sending = read([null], KEYS, { server: null, sentKeys: ["anthropic", "gemini"] });
  await expect(sending).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("GEMINI_API_KEY isn't set"),
  });
  await expect(read([null], KEYS, { server: null, sentKeys: ["nobody"] })).rejects.toThrow("Known are: anthropic");
});
