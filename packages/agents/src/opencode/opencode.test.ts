import { expect, test } from "vitest";
import type { InvocationInput } from "../agent-adapter.ts";
import { opencode } from "./opencode.ts";

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
  return opencode.adapter.buildInvocation({ ...INPUT, ...change });
}

function modelOf({ args }: { args: string[] }): string | undefined {
  return args[args.indexOf("--model") + 1];
}

test("models get opencode's name of the provider in front, once", () => {
  expect(modelOf(build({ model: "claude-x" }))).toBe("anthropic/claude-x");
  expect(modelOf(build({ model: "anthropic/claude-x" }))).toBe("anthropic/claude-x");
  expect(modelOf(build({ provider: "gemini", model: "gemini-x" }))).toBe("google/gemini-x");
  expect(modelOf(build({ provider: "openrouter", model: "openai/gpt-x" }))).toBe("openrouter/openai/gpt-x");
  expect(modelOf(build({ provider: "openai-compatible", model: "openai/oss" }))).toBe("catalyst/openai/oss");
});

test("a provider without a usual model asks for one", () => {
  expect(() => build({ provider: "ollama" })).toThrow(/Starting opencode.*"ollama" has no usual model.*--model <name>/);
});

test("the token is in the environment and nowhere else", () => {
  const { args, env, files } = build({});
  expect(JSON.stringify({ args, files })).not.toContain(INPUT.token);
  expect(JSON.stringify(env)).toContain(INPUT.token);
});

test("the prompt is its input, so that none is read as an option or shows among the processes", () => {
  const { args, stdin } = build({ prompt: "--help" });
  expect(stdin).toBe("--help");
  expect(args).not.toContain("--help");
});

test("planning is its own agent, and working takes the one with all tools also in a session that began with a plan", () => {
  const { args } = build({ purpose: "plan" });
  expect(args[args.indexOf("--agent") + 1]).toBe("plan");
  const resumed = build({ resumeSessionId: "ses_1" }).args;
  expect(resumed[resumed.indexOf("--agent") + 1]).toBe("build");
  expect(resumed.slice(-2)).toEqual(["--session", "ses_1"]);
});
