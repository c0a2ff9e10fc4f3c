import { findAgent } from "@catalyst/agents";
import { SCENARIO_COMMIT } from "@catalyst/agents/testing";
import type { CredentialProvider } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { installForPlay, type Played, playScenario } from "./play-scenario.ts";

const AIDER = findAgent("aider");

let home: TestHome;
let agentFolder: string;

beforeAll(async () => {
  home = await createTestHome();
  agentFolder = await installForPlay(home, AIDER);
});

afterAll(() => home.remove());

/** The scripted model speaks in search-and-replace blocks, which aider expects of models that it knows for it. */
const MODELS: Record<CredentialProvider, string | undefined> = {
  anthropic: undefined,
  openai: undefined,
  gemini: undefined,
  openrouter: undefined,
  "openai-compatible": "gpt-5",
  ollama: "llama3:70b",
};

test("a row for each provider that it names", () => {
  expect(Object.keys(MODELS).toSorted()).toEqual(AIDER.providers.toSorted());
});

test.each(Object.entries(MODELS) as [CredentialProvider, string | undefined][])(
  "it works with %s through the gateway, and asks for nothing else",
  async (provider, model) => {
    const played = await playScenario(AIDER, agentFolder, { faults: null, provider, ...(model && { model }) });
    expect(played.commits, said(played)).toEqual([SCENARIO_COMMIT, "Start"]);
    expect(usedProviders(played)).toEqual([provider]);
    expect(played.recorded.filter(({ type }) => type === "blocked")).toEqual([]);
    expect(played.files.toSorted()).toEqual([".git", "price.js"]);
  },
);

function said({ lines, stderr }: Played): string {
  return [...lines, stderr].join("\n");
}

function usedProviders({ recorded }: Played): string[] {
  return [...new Set(recorded.flatMap((event) => (event.type === "usage" ? [event.provider] : [])))];
}
