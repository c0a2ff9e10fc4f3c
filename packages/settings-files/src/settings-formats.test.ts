import { loadSettings } from "@catalyst/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settingsFormats } from "./settings-formats.ts";

function load(text: string, path = ".catalyst/config.yaml") {
  const given = { files: new Map([[path, text]]), where: "at main", config: null, vcs: "local", limits: null } as const;
  return loadSettings(given, settingsFormats);
}

function refusalOf(text: string): string {
  try {
    load(text);
  } catch (error) {
    expect(error).toMatchObject({ code: "invalid_configuration" });
    return (error as Error).message;
  }
  throw new Error("It was accepted.");
}

test("a file with every setting is read", () => {
  const settings = load(`
enabledAgents: [claude-code, script]
defaultAgent: script # a comment
model: small
requirePlanApproval: true
timeoutMinutes: 5
hooks:
  setup: |
    npm ci
    npm run build
  verify: npm test
  verifyAttempts: 1
  onVerifyFailure: hold
  timeoutMinutes: 3
budgets:
  task: { usd: 20, tokens: 1000000 }
allowedHosts: [npm, example.com]
env:
  NODE_ENV: test
  PORT: "3000"
`);
  expect(settings).toMatchObject({
    defaultAgent: "script",
    timeoutMinutes: 5,
    hooks: { setup: "npm ci\nnpm run build\n", verify: "npm test", onVerifyFailure: "hold" },
    budgets: { task: { usd: 20, tokens: 1_000_000 } },
    allowedHosts: ["registry.npmjs.org", "example.com"],
    env: { NODE_ENV: "test", PORT: "3000" },
  });
});

test.each(["", "# nothing yet\n", "{}", "---\n"])("%j says nothing", (text) => {
  expect(load(text)).toMatchObject({ defaultAgent: "claude-code", timeoutMinutes: 30 });
});

test("every problem is named with file, line, column, setting and what is wrong, from the top", () => {
  const message = refusalOf(`timeoutMinutes: 30m
hooks:
  timeout_minutes: 3
  verifyAttempts: 99
env:
  PORT: 3000
  PATH: /x
allowedHosts:
  - npm
  - http://example.com
`);
  expect(message.split("\n")).toEqual([
    "Reading .catalyst/config.yaml at main failed:",
    "  .catalyst/config.yaml:1:17: timeoutMinutes: must be a whole number from 1 to 1440",
    '  .catalyst/config.yaml:3:3: hooks: "timeout_minutes" is not known here; did you mean timeoutMinutes?',
    "  .catalyst/config.yaml:4:19: hooks.verifyAttempts: must be a whole number from 0 to 10",
    "  .catalyst/config.yaml:6:9: env.PORT: must be text: put numbers, true and false in quotes",
    "  .catalyst/config.yaml:7:3: env.PATH: the environment sets this variable itself; choose another name",
    expect.stringMatching(/config\.yaml:10:5: allowedHosts\.1: "http:\/\/example\.com" is not a host/),
  ]);
});

test.each([
  ["a name that doesn't exist", "color: red\n", 'config.yaml:1:1: "color" is not known here; known are enabledAgents'],
  ["a limit that is the owner's", "budgets: {day: {usd: 5}}\n", '"day" is not for a repository to say: its owner'],
  ["what is the owner's of GitHub", "github: {bots: ['1']}\n", '"bots" is not for a repository to say: its owner'],
  ["a result that is to be published at once", "github: {publish: run}\n", "github.publish: must be hold"],
  ["no YAML", "a: [1\nb: 2", /config\.yaml:\d+:\d+: /],
  ["a name twice", "model: a\nmodel: b\n", "config.yaml:2:1: Map keys must be unique"],
  ["a list instead of settings", "- a\n", "config.yaml:1:1: must be a group of settings"],
  ["text instead of settings", "../../etc/passwd", "must be a group of settings"],
  ["an alias", "env: &a {A: b}\nhooks: *a\n", "config.yaml:2:8: an alias"],
  ["aliases that would become gigabytes", bomb(), "lias"],
  ["a tag", "model: !!js/function 'x'\n", "config.yaml:1:8: "],
  ["nesting without end", "[".repeat(60_000), /nested too deep|config\.yaml:/],
  ["two documents", "model: a\n---\nmodel: b\n", "config.yaml:2:1"],
  ["a name that is no plain one", "__proto__: {timeoutMinutes: 1}\n", '"__proto__" is not known here'],
])("a file with %s is refused with the place", (_what, text, words) => {
  expect(refusalOf(text)).toMatch(words);
});

function bomb(): string {
  const lines = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(",")}]`);
  return ["a0: &a0 [x]", ...lines].join("\n");
}

test("whatever the file holds, it is read or refused with our error", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 200 }),
        fc.json().map((text) => `env: ${text}`),
      ),
      (text) => {
        try {
          load(text);
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_configuration" });
        }
      },
    ),
  );
});

test("a devcontainer.json with comments and trailing commas is read; a broken one is named with its place", () => {
  const text = `// a comment\n{ "containerEnv": { "A": "1", }, /* more */ "image": "x" }`;
  expect(load(text, ".devcontainer/devcontainer.json")).toMatchObject({
    env: { A: "1" },
    notes: [{ text: ".devcontainer/devcontainer.json: not supported: image" }],
  });
  expect(load('{\n  "image": }', ".devcontainer.json").notes).toEqual([
    { text: expect.stringMatching(/^\.devcontainer\.json:2:\d+ can't be read and is left alone: value expected/) },
  ]);
});
