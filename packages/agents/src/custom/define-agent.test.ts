import type { AgentFile } from "@catalyst/core";
import { settingsFormats } from "@catalyst/settings-files";
import { describe, expect, test } from "vitest";
import type { InvocationInput } from "../agent-adapter.ts";
import { findAgentOfJob, lookUpAgent } from "../registry.ts";
import { INVOCATION_INPUT } from "../testing/invocation.ts";
import { defineAgent, readAgentFile } from "./define-agent.ts";

const LEAST = `name: Mine
command: /usr/bin/mine
prompt: stdin
dialect: openai-chat
env: { URL: "{baseUrl}", KEY: "{token}" }
output: { format: text }
`;

const fileOf = (text: string, id = "mine"): AgentFile => ({
  id,
  text,
  path: "agents.d/mine.yaml",
  where: "on this machine",
  owner: "user",
});
const define = (text: string) => defineAgent(fileOf(text), readAgentFile(fileOf(text), settingsFormats));

function refusalOf(text: string): string[] {
  try {
    define(text);
  } catch (error) {
    expect(error).toMatchObject({ code: "invalid_configuration" });
    return (error as Error).message.split("\n");
  }
  throw new Error("It was accepted.");
}

const INPUT: InvocationInput = {
  ...INVOCATION_INPUT,
  prompt: "Mend it",
  gatewayUrl: "http://127.0.0.1:8787",
  provider: "openai",
};
const invoke = (text: string, input: Partial<InvocationInput> = {}) =>
  define(text).adapter.buildInvocation({ ...INPUT, ...input });

test("the least definition is an agent that is asked by its standard input and reaches its model through the gateway", () => {
  expect(define(LEAST)).toMatchObject({
    id: "mine",
    providers: ["openai", "openai-compatible", "openrouter", "ollama"],
    install: { kind: "none" },
    canPlan: false,
    canResume: false,
  });
  expect(invoke(LEAST)).toEqual({
    command: "/usr/bin/mine",
    args: [],
    env: { URL: "http://127.0.0.1:8787/llm/openai/v1", KEY: "the-token" },
    stdin: "Mend it",
    files: [],
  });
});

test.each([
  ["anthropic", "anthropic", "http://127.0.0.1:8787/llm/anthropic"],
  ["openai-responses", "openrouter", "http://127.0.0.1:8787/llm/openrouter/v1"],
  ["gemini", "gemini", "http://127.0.0.1:8787/llm/gemini"],
  ["ollama", "ollama", "http://127.0.0.1:8787/llm/ollama"],
])("an agent that speaks %s finds its model at %s's address", (dialect, provider, url) => {
  const text = LEAST.replace("openai-chat", dialect);
  expect(invoke(text, { provider }).env.URL).toBe(url);
});

describe("arguments", () => {
  const FULL = LEAST.replace("stdin", "argument")
    .concat(`
install: { npm: "@me/mine", version: 1.2.3 }
args: [run, "{repository}"]
workArgs: [--yes]
planArgs: [--plan]
modelArgs: [--model, "{model}"]
resumeArgs: [--continue]
sessionPaths: [.mine]
files: { .mine/settings.json: '{"url":"{rootUrl}","braces":"{{token}}"}' }
`)
    .replace("command: /usr/bin/mine", "command: node_modules/.bin/mine");

  test("come in one order, and the prompt last where no argument names it", () => {
    const { command, args, stdin, files } = invoke(FULL);
    expect(command).toBe("/opt/agent/node_modules/.bin/mine");
    expect(args).toEqual(["run", "/workspace/repository", "--yes", "Mend it"]);
    expect(stdin).toBeNull();
    const content = '{"url":"http://127.0.0.1:8787/llm/openai","braces":"{token}"}';
    expect(files).toEqual([{ path: "/home/agent/.mine/settings.json", content }]);
  });

  test("are those of a plan, a model and a session where there is one", () => {
    const { args } = invoke(FULL, { purpose: "plan", model: "small", resumeSessionId: "only-session" });
    expect(args.slice(2)).toEqual(["--plan", "--model", "small", "--continue", "Mend it"]);
  });

  test("hold the prompt where it is named, whatever is in it", () => {
    const text = FULL.replace('[run, "{repository}"]', '[-p, "{prompt}", --print]');
    const prompt = '--help {token} {{model}} $(id) "';
    expect(invoke(text, { prompt }).args.slice(0, 3)).toEqual(["-p", `\n${prompt}`, "--print"]);
  });

  test("name a file where the prompt is longer than an argument can be", () => {
    const prompt = "x".repeat(100_000);
    const { args, files } = invoke(FULL, { prompt });
    const path = files.find(({ content }) => content === prompt)?.path ?? "none";
    expect(args.at(-1)).toContain(path);
  });

  test("are kept apart: another package, or another command of it, is another installation", () => {
    const folderOf = (text: string) => (define(text).install as { folder?: string }).folder;
    const others = [FULL, FULL.replace("@me/mine", "me-mine"), FULL.replace(".bin/mine", ".bin/other")].map(folderOf);
    expect(new Set(others).size).toBe(3);
    expect(others.every((folder) => /^1\.2\.3-[0-9a-f]{12}$/.test(folder ?? ""))).toBe(true);
    expect(folderOf(`${FULL}# the same\n`)).toBe(others[0]);
  });
});

test("every problem is named with file, line, column, setting and what to do", () => {
  const lines = refusalOf(`name: Mine
install: { npm: "mine@latest", version: 1.2 }
command: ../../bin/mine
args: ["--key={key}", "{prompt} please"]
prompt: file
dialect: openai
output: { format: yaml }
`);
  expect(lines).toEqual([
    "Reading agents.d/mine.yaml on this machine failed:",
    expect.stringMatching(/^ {2}agents\.d\/mine\.yaml:2:17: install\.npm: must be the name of a package on npm/),
    expect.stringMatching(/mine\.yaml:2:41: install\.version: must be text: put it in quotes/),
    expect.stringMatching(/mine\.yaml:6:10: dialect: must be anthropic, openai-responses/),
    expect.stringMatching(/mine\.yaml:7:9: output\.format: |mine\.yaml:7:\d+: output/),
  ]);
});

test.each([
  ["a placeholder that isn't one", LEAST.replace("{token}", "{key}"), /:5:\d+: env\.KEY: \{key\} is not known here/],
  ["no key", LEAST.replace("{token}", "secret"), /env: the agent can't reach its model: give it \{token\}/],
  [
    "no address",
    LEAST.replace("{baseUrl}", "x"),
    /env: the agent can't reach its model: give it \{baseUrl\} .*BASE_URL: "\{baseUrl\}"/,
  ],
  ["a prompt within an argument", `${LEAST}args: ["-p={prompt}"]\n`, /:7:8: args\.0: \{prompt\} must be an argument/],
  ["a prompt in a variable", LEAST.replace("{token}", "{token}{prompt}"), /env\.KEY: \{prompt\} must be/],
  ["a file that nobody reads", LEAST.replace("stdin", "file"), /:3:9: prompt: is file, but no argument names it/],
  ["a model that may be missing", `${LEAST}args: ["{model}"]\n`, /args\.0: \{model\} can stand in modelArgs and env/],
  ["a session in every start", `${LEAST}args: ["{sessionId}"]\n`, /args\.0: \{sessionId\} can stand in resumeArgs/],
  ["sessions without a place", `${LEAST}resumeArgs: [-c]\n`, /resumeArgs: needs sessionPaths/],
  [
    "a session without a name",
    `${LEAST}resumeArgs: [-r, "{sessionId}"]\nsessionPaths: [.mine]\n`,
    /resumeArgs: has \{sessionId\}, which no output rule tells/,
  ],
  ["a path out of its folder", `${LEAST}sessionPaths: [../x]\nresumeArgs: [-c]\n`, /sessionPaths\.0: must be a path/],
  ["a file elsewhere", `${LEAST}files: { /etc/passwd: x }\n`, /files/],
  ["a command out of its installation", `${LEAST}install: {npm: x, version: 1.0.0}\n`, /command: must be a path in/],
  ["a rule that says nothing", LEAST.replace("{ format: text }", "{format: jsonl, events: [{when: {a: 1}}]}"), /says/],
  ["no regular expression", LEAST.replace("format: text", "format: text, errors: ['(']"), /is no regular expression/],
  [
    "a range of versions",
    `${LEAST}install: {npm: x, version: ^1.0.0}\n`,
    /:7:\d+: install\.version: must be one exact/,
  ],
  [
    "an address instead of a package",
    `${LEAST}install: {npm: "git+ssh://x/y", version: 1.0.0}\n`,
    /install\.npm: must be the name/,
  ],
  ["a name that a terminal would obey", LEAST.replace("Mine", '"\\e]52;c;x\\a"'), /name: must be a name for people/],
  ["an unnamed package", `${LEAST}install: {version: 1.0.0}\n`, /install: must name a package: npm or pypi/],
  ["a setting that doesn't exist", `${LEAST}arguments: []\n`, /:7:1: "arguments" is not known here/],
])("%s is refused", (_what, text, words) => {
  expect(refusalOf(text).join("\n")).toMatch(words);
});

describe("which definition counts", () => {
  const sources = (files: Record<string, string>) => ({
    formats: settingsFormats,
    readFile: async (id: string) => (files[id] === undefined ? null : fileOf(files[id], id)),
    listIds: async () => Object.keys(files),
  });

  test("none replaces an agent that Catalyst brings", async () => {
    expect((await lookUpAgent("claude-code", sources({ "claude-code": LEAST }))).custom).toBeUndefined();
  });

  test("an unknown name is refused with those that are known", async () => {
    await expect(lookUpAgent("other", sources({ mine: LEAST }))).rejects.toThrow(
      /Unknown agent "other"\. Known are: .*claude-code.*, mine\. One .*agents\/other\.yaml.* at the base\. .*custom-agents\.md/,
    );
  });

  test.each(["../mine", "mine/../../x", "", "Mine"])("%j is no name to look for", async (id) => {
    const asked: string[] = [];
    const readFile = async (name: string) => {
      asked.push(name);
      return null;
    };
    await expect(lookUpAgent(id, { ...sources({}), readFile })).rejects.toMatchObject({ code: "invalid_input" });
    expect(asked).toEqual([]);
  });

  test("a job brings its agent's definition into the environment", async () => {
    const { custom } = await lookUpAgent("mine", sources({ mine: LEAST }));
    const definition = JSON.parse(JSON.stringify(custom?.definition));
    const agent = findAgentOfJob({ id: "mine", definition });
    expect(agent.adapter.buildInvocation(INPUT)).toEqual(invoke(LEAST));
  });
});
