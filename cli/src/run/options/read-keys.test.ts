import { expect, test } from "vitest";
import { readKeys } from "./read-keys.ts";

const HOME = "/nonexistent";
const KEYS = { ANTHROPIC_API_KEY: " key\n", ANTHROPIC_BASE_URL: "https://proxy.example", OPENAI_API_KEY: "other" };

const read = (agents: (string | null)[], providerVariables: Record<string, string>) =>
  readKeys(agents, { home: HOME, providerVariables });

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
