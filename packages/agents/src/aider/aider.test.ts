import { expect, test } from "vitest";
import type { InvocationInput } from "../agent-adapter.ts";
import { INVOCATION_INPUT, optionOf } from "../testing/invocation.ts";
import { aider } from "./aider.ts";

function build(change: Partial<InvocationInput>) {
  return aider.adapter.buildInvocation({ ...INVOCATION_INPUT, ...change });
}

test("models get the provider's name in front, once", () => {
  expect(optionOf(build({ model: "claude-x" }), "--model")).toBe("anthropic/claude-x");
  expect(optionOf(build({ model: "anthropic/claude-x" }), "--model")).toBe("anthropic/claude-x");
  expect(optionOf(build({ provider: "openrouter", model: "openai/gpt-x" }), "--model")).toBe("openrouter/openai/gpt-x");
  // A server of one's own has a model of that very name.
  expect(optionOf(build({ provider: "openai-compatible", model: "openai/oss" }), "--model")).toBe("openai/openai/oss");
});

test("a provider without a usual model asks for one", () => {
  expect(() => build({ provider: "ollama" })).toThrow(/"ollama" has no usual model/);
});

test("the token is in the environment and nowhere else", () => {
  const { args, env, files } = build({});
  expect(JSON.stringify({ args, files })).not.toContain(INVOCATION_INPUT.token);
  expect(Object.values(env)).toContain(INVOCATION_INPUT.token);
});

test.each(["/run touch proof", "!touch proof"])("a prompt that looks like aider's command %s is none", (prompt) => {
  const message = build({ prompt }).files.find(({ path }) => path.endsWith("message.md"))?.content;
  expect(message?.trim()).toBe(prompt);
  expect(message).not.toMatch(/^[/!]/);
});
