import { expect, test } from "vitest";
import type { InvocationInput } from "../agent-adapter.ts";
import { INVOCATION_INPUT, optionOf } from "../testing/invocation.ts";
import { opencode } from "./opencode.ts";

function build(change: Partial<InvocationInput>) {
  return opencode.adapter.buildInvocation({ ...INVOCATION_INPUT, ...change });
}

test("models get opencode's name of the provider in front, once", () => {
  expect(optionOf(build({ model: "claude-x" }), "--model")).toBe("anthropic/claude-x");
  expect(optionOf(build({ model: "anthropic/claude-x" }), "--model")).toBe("anthropic/claude-x");
  expect(optionOf(build({ provider: "gemini", model: "gemini-x" }), "--model")).toBe("google/gemini-x");
  expect(optionOf(build({ provider: "openrouter", model: "openai/gpt-x" }), "--model")).toBe("openrouter/openai/gpt-x");
  expect(optionOf(build({ provider: "openai-compatible", model: "openai/oss" }), "--model")).toBe(
    "catalyst/openai/oss",
  );
});

test("a provider without a usual model asks for one", () => {
  expect(() => build({ provider: "ollama" })).toThrow(/Starting opencode.*"ollama" has no usual model/);
});

test("the token is in the environment and nowhere else", () => {
  const { args, env, files } = build({});
  expect(JSON.stringify({ args, files })).not.toContain(INVOCATION_INPUT.token);
  expect(JSON.stringify(env)).toContain(INVOCATION_INPUT.token);
});

test("the prompt is its input, so that none is read as an option or shows among the processes", () => {
  const { args, stdin } = build({ prompt: "--help" });
  expect(stdin).toBe("--help");
  expect(args).not.toContain("--help");
});

test("planning is its own agent, and working takes the one with all tools also in a session that began with a plan", () => {
  expect(optionOf(build({ purpose: "plan" }), "--agent")).toBe("plan");
  const resumed = build({ resumeSessionId: "ses_1" });
  expect(optionOf(resumed, "--agent")).toBe("build");
  expect(resumed.args.slice(-2)).toEqual(["--session", "ses_1"]);
});
