import { type AgentDefinition, findAgent } from "@catalyst/agents";
import { SCENARIO_COMMIT } from "@catalyst/agents/testing";
import type { CredentialProvider } from "@catalyst/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { installForPlay, type Played, playScenario } from "./play-scenario.ts";

/** undefined: the agent's usual one. */
type Models = Record<CredentialProvider, string | undefined>;

/** The agents that speak to every provider, with models whose way of editing the scripted model knows. */
const AGENTS: { agent: AgentDefinition; models: Models }[] = [
  { agent: findAgent("aider"), models: { ...usual(), "openai-compatible": "gpt-5", ollama: "llama3:70b" } },
  {
    agent: findAgent("opencode"),
    // It gives models named gpt-5 another tool for edits.
    models: { ...usual(), openai: "gpt-4.1", "openai-compatible": "qwen/qwen3-coder", ollama: "llama3:70b" },
  },
];

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});

afterAll(() => home.remove());

describe.each(AGENTS)("$agent.id", ({ agent, models }) => {
  let agentFolder: string;

  beforeAll(async () => {
    agentFolder = await installForPlay(home, agent);
  });

  test("a row for each provider that it names", () => {
    expect(Object.keys(models).toSorted()).toEqual(agent.providers.toSorted());
  });

  test.each(Object.entries(models) as [CredentialProvider, string | undefined][])(
    "it works with %s through the gateway, and asks for nothing else",
    async (provider, model) => {
      const played = await playScenario(agent, agentFolder, { faults: null, provider, ...(model && { model }) });
      expect(played.commits, said(played)).toEqual([SCENARIO_COMMIT, "Start"]);
      expect(usedProviders(played)).toEqual([provider]);
      expect(played.recorded.filter(({ type }) => type === "blocked")).toEqual([]);
      expect(played.files.toSorted()).toEqual([".git", "price.js"]);
    },
  );
});

function usual(): Models {
  return {
    anthropic: undefined,
    openai: undefined,
    gemini: undefined,
    openrouter: undefined,
    "openai-compatible": undefined,
    ollama: undefined,
  };
}

function said({ lines, stderr }: Played): string {
  return [...lines, stderr].join("\n");
}

function usedProviders({ recorded }: Played): string[] {
  return [...new Set(recorded.flatMap((event) => (event.type === "usage" ? [event.provider] : [])))];
}
