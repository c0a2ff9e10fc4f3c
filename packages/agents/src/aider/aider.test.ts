import { expect, test } from "vitest";
import type { InvocationInput } from "../agent-adapter.ts";
import { aider } from "./aider.ts";

const INPUT: InvocationInput = {
  prompt: "Do it.",
  model: null,
  token: "the-token",
  gatewayUrl: "http://gateway",
  provider: "anthropic",
  home: "/home/agent",
  repositoryPath: "/workspace/repository",
  agentFolder: "/opt/agent",
  purpose: "work",
  resumeSessionId: null,
};

function build(change: Partial<InvocationInput>) {
  return aider.adapter.buildInvocation({ ...INPUT, ...change });
}

function modelOf({ args }: { args: string[] }): string | undefined {
  return args[args.indexOf("--model") + 1];
}

test("models get the provider's name in front, once", () => {
  expect(modelOf(build({ model: "claude-x" }))).toBe("anthropic/claude-x");
  expect(modelOf(build({ model: "anthropic/claude-x" }))).toBe("anthropic/claude-x");
  expect(modelOf(build({ provider: "openrouter", model: "openai/gpt-x" }))).toBe("openrouter/openai/gpt-x");
  // A server of one's own has a model of that very name.
  expect(modelOf(build({ provider: "openai-compatible", model: "openai/oss" }))).toBe("openai/openai/oss");
});

test("a provider without a usual model asks for one", () => {
  expect(() => build({ provider: "ollama" })).toThrow(/"ollama" has no usual model.*--model <name>/);
});

test("the token is in the environment and nowhere else", () => {
  const { args, env, files } = build({});
  expect(JSON.stringify({ args, files })).not.toContain(INPUT.token);
  expect(Object.values(env)).toContain(INPUT.token);
});

test.each(["/run touch proof", "!touch proof"])("a prompt that looks like aider's command %s is none", (prompt) => {
  const message = build({ prompt }).files.find(({ path }) => path.endsWith("message.md"))?.content;
  expect(message?.trim()).toBe(prompt);
  expect(message).not.toMatch(/^[/!]/);
});
