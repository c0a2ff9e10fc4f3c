import { randomUUID } from "node:crypto";
import { type AgentCredential, type CredentialProvider, sealCredential } from "@catalyst/core";
import { createTestKeys } from "@catalyst/core/testing";
import { describe, expect, test } from "vitest";
import { chooseCredential } from "./choose-credential.ts";

const { sealing } = createTestKeys();

function stored(provider: CredentialProvider): AgentCredential {
  const identity = {
    id: randomUUID(),
    provider,
    userId: randomUUID(),
    teamId: null,
    taskId: null,
    createdAt: new Date(),
  };
  return sealCredential(identity, { key: "k".repeat(20), baseUrl: null }, sealing);
}

const claude = { agentName: "Claude Code", providers: ["anthropic"] as const };

describe("chooseCredential", () => {
  test("a stored credential comes before the variable", () => {
    const credential = stored("anthropic");
    expect(chooseCredential({ ...claude, stored: [credential], variables: { ANTHROPIC_API_KEY: "key" } })).toEqual({
      kind: "stored",
      credential,
    });
  });

  test("a stored credential of a less preferred provider comes before a variable of a preferred one", () => {
    const credential = stored("openrouter");
    const choice = chooseCredential({
      agentName: "A",
      providers: ["openai", "openrouter"],
      stored: [credential],
      variables: { OPENAI_API_KEY: "key" },
    });
    expect(choice).toEqual({ kind: "stored", credential });
  });

  test("the variable is used with its base URL where nothing is stored", () => {
    const variables = {
      ANTHROPIC_API_KEY: " key\n",
      ANTHROPIC_BASE_URL: "https://proxy.example",
      OPENAI_API_KEY: "other",
    };
    expect(chooseCredential({ ...claude, stored: [stored("openai")], variables })).toEqual({
      kind: "variable",
      provider: "anthropic",
      secret: { key: "key", baseUrl: "https://proxy.example" },
      names: ["ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"],
    });
  });

  test("a base URL without a key is not a key", () => {
    expect(() =>
      chooseCredential({ ...claude, stored: [], variables: { ANTHROPIC_BASE_URL: "https://proxy.example" } }),
    ).toThrow(/No credential/);
  });

  test.each([
    ["127.0.0.1:4000", "http://127.0.0.1:4000"],
    ["gpu.example", "http://gpu.example:11434"],
    ["https://llm.example", "https://llm.example"],
  ])("OLLAMA_HOST=%s is %s", (value, baseUrl) => {
    const choice = chooseCredential({
      agentName: "A",
      providers: ["ollama"],
      stored: [],
      variables: { OLLAMA_HOST: value },
    });
    expect(choice).toMatchObject({ kind: "variable", secret: { key: "", baseUrl } });
  });

  test("without any key the error names the command and the variable", () => {
    expect(() => chooseCredential({ ...claude, stored: [], variables: {} })).toThrow(
      'No credential for provider "anthropic", which Claude Code needs. Add one: catalyst credentials add anthropic (or, for one run, set ANTHROPIC_API_KEY)',
    );
  });

  test("an agent without a model needs no key", () => {
    expect(chooseCredential({ agentName: "Script", providers: [], stored: [], variables: {} })).toEqual({
      kind: "none",
    });
  });
});
