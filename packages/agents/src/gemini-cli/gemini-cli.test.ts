import { join } from "node:path/posix";
import { expect, test } from "vitest";
import type { InvocationInput } from "../agent-adapter.ts";
import { INVOCATION_INPUT } from "../testing/invocation.ts";
import { geminiCli } from "./gemini-cli.ts";

function build(change: Partial<InvocationInput>) {
  const invocation = geminiCli.adapter.buildInvocation({ ...INVOCATION_INPUT, provider: "gemini", ...change });
  const file = (name: string) => invocation.files.find(({ path }) => path.endsWith(name))?.content ?? "";
  return { ...invocation, settings: JSON.parse(file("settings.json")), policy: file("catalyst.toml") };
}

test("the token is in the environment and nowhere else", () => {
  const { args, env, files } = build({});
  expect(env).toMatchObject({ GEMINI_API_KEY: "the-token", GOOGLE_GEMINI_BASE_URL: "http://gateway/llm/gemini" });
  expect(JSON.stringify({ args, files })).not.toContain(INVOCATION_INPUT.token);
});

test("a message is never one of the CLI's commands", () => {
  expect(build({ prompt: "/quit" }).stdin).toBe("\n/quit");
  expect(build({ prompt: "Do it." }).stdin).toBe("Do it.");
});

test.each([
  [0, 1],
  [1, 2],
  [undefined, 6],
  [50, 10],
])("with %s retries a request is sent at most so often: %i", (maxRetries, attempts) => {
  expect(build(maxRetries === undefined ? {} : { maxRetries }).settings.general.maxAttempts).toBe(attempts);
});

test("the repository's words are read from where it lies, seen from the user's folder", () => {
  const [, fileName] = build({}).settings.context.fileName;
  expect(join("/home/agent/.gemini", fileName)).toBe("/workspace/repository/GEMINI.md");
});

test("a plan's policy refuses edits, another's doesn't", () => {
  expect(build({ purpose: "plan" }).policy).toContain("deny");
  expect(build({ purpose: "work" }).policy).not.toContain("deny");
});

test("the file that says how long it waits lies where it looks, and says longer than the gateway waits", () => {
  const { env, files } = build({});
  const { content = "" } = files.find(({ path }) => path === env.GEMINI_EXP) ?? {};
  expect(Number(JSON.parse(content).flags[0].intValue)).toBeGreaterThan(600);
});

test("a session is gone on in by its id", () => {
  const { args } = build({ resumeSessionId: "an-id" });
  expect(args.slice(args.indexOf("--resume"))).toEqual(["--resume", "an-id"]);
  expect(build({}).args).not.toContain("--resume");
});
