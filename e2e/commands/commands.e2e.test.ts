import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { normalise } from "./normalise.ts";

/**
 * What every command does, with good and with bad input: exit code, standard output, standard error. A change that is meant shows in
 * the files beside this one (vitest --update), any other one fails here.
 */
let home: TestHome;
let repository: GitRepository;

beforeAll(async () => {
  home = await createTestHome();
  repository = await createGitRepository({ "a.txt": "one\n", "empty/.gitkeep": "" });
  await home.up();
});
afterAll(() => home.remove());

type Command = [args: string[], given?: { stdin?: string; env?: Record<string, string> }];

const WORK = "echo two >> a.txt; git commit -qam 'Add two'";
const script = (text: string, ...more: string[]): string[] => ["run", text, "--agent", "script", ...more];
const bad = (words: string): Command => [words.split(" ")];

/** In their order: what a command finds is what those before it left. */
const GROUPS: Record<string, Command[]> = {
  help: [[["--version"]], [["--help"]], [["help", "run"]], bad("nope"), bad("tasks nope"), bad("run --nope")],
  credentials: [
    [["credentials", "list"]],
    [["credentials", "add", "anthropic"], { stdin: "sk-ant-not-a-real-key-000001\n" }],
    [["credentials", "add", "anthropic"], { stdin: "sk-ant-not-a-real-key-000002\n" }],
    [["credentials", "add", "anthropic", "--replace"], { stdin: "sk-ant-not-a-real-key-000002\n" }],
    [["credentials", "add", "openai"], { stdin: "" }],
    [["credentials", "add", "nobody"], { stdin: "key\n" }],
    [["credentials", "list"]],
    [["credentials", "list", "--json"]],
    [["credentials", "rotate"]],
    [["credentials", "test", "openai"]],
    [["credentials", "test", "nobody"]],
    [
      ["credentials", "add", "openai-compatible", "--base-url", "http://127.0.0.1:9/v1"],
      { stdin: "not-a-real-key-0003\n" },
    ],
    [["credentials", "test", "openai-compatible"]],
    [["credentials", "test", "openai-compatible", "--json"]],
    [["credentials", "remove", "openai-compatible"]],
    [["credentials", "remove", "anthropic"]],
    [["credentials", "remove", "anthropic"]],
  ],
  secrets: [
    [["secrets", "list"]],
    [["secrets", "add", "NPM_TOKEN"], { stdin: "not-a-secret-1234567890\n" }],
    [["secrets", "add", "NPM_TOKEN"], { stdin: "another-secret-1234567890\n" }],
    [["secrets", "add", "bad name"], { stdin: "x\n" }],
    [["secrets", "list"]],
    [["secrets", "list", "--json"]],
    [["secrets", "remove", "NPM_TOKEN"]],
    [["secrets", "remove", "NPM_TOKEN"]],
  ],
  config: [
    [["config", "show"]],
    [["config", "show", "--json"]],
    [["config", "set", "timeoutMinutes", "20"]],
    [["config", "set", "timeoutMinutes", "never"]],
    [["config", "set", "nope", "1"]],
    [["config", "unset", "timeoutMinutes"]],
    [["config", "check"]],
    [["config", "default-branch"]],
    [["config", "default-branch", "nope"]],
  ],
  agents: [
    [["agents", "list", "--json"]],
    [["agents", "check", "nobody"]],
    [["agents", "install", "script"]],
    [["agents", "validate"]],
    [["agents", "validate", "nobody"]],
  ],
  runs: [
    [script(WORK)],
    [script("true")],
    [script("exit 3")],
    [script("mkdir .github; echo x > .github/x; git add -A; git commit -qm x")],
    [script(WORK, "--json")],
    [["run", "-", "--agent", "script"], { stdin: "true\n" }],
    [script("true", "--plan")],
  ],
  tasks: [
    [["tasks", "list"]],
    [["tasks", "list", "--json"]],
    [["tasks", "show", "1"]],
    [["tasks", "show", "1", "--json"]],
    [["tasks", "show", "3"]],
    [["tasks", "show", "4"]],
    [["tasks", "logs", "1"]],
    [["tasks", "cancel", "1"]],
    [["tasks", "retry", "1"]],
    [["tasks", "resume", "1", "--budget-usd", "+1"]],
    [["tasks", "approve", "1"]],
    [["tasks", "reject", "1", "--feedback", "no"]],
    [["tasks", "publish", "1"]],
    [["tasks", "publish", "4"]],
    [["tasks", "send", "1", "echo three >> a.txt"]],
    [["tasks", "send", "1", ""]],
    [["tasks", "reject", "7", "--feedback", "Plan more"]],
    [["tasks", "approve", "7"]],
    [["tasks", "retry", "3"]],
  ],
  refusals: [
    [["run"]],
    [script("true", "--timeout", "soon")],
    [script("true", "--budget-usd", "much")],
    [script("true", "--base", "nope")],
    [script("true", "--branch", "bad..name")],
    [script("true", "--repo", "/nonexistent")],
    [script("true", "--repo", "ssh://git@example.org/x.git")],
    [["run", "x", "--agent", "nobody"]],
    [["run", "x", "--agent", "claude-code"]],
    [["run", "x", "--agents", "script"]],
    [["run", "x", "--issue-file", "/nonexistent.md"]],
    [["tasks", "show", "99"]],
    [["tasks", "show", "nonsense"]],
    [["tasks", "list"]],
    [["tasks", "list", "--all"]],
    [["tasks", "show", "8"]],
  ],
};

test.each(Object.keys(GROUPS))("%s: every command does what it did", async (group) => {
  const shown: string[] = [];
  for (const [args, given] of GROUPS[group] ?? []) {
    shown.push(await record(args, given));
  }
  await expect(`${shown.join("\n")}`).toMatchFileSnapshot(`recorded/${group}.txt`);
});

test("a definition that is wrong is told with its place", async () => {
  const path = join(home.path, "wrong.yaml");
  await writeFile(path, "name: Wrong\ncommand: x\nprompt: telepathy\n");
  await expect(await record(["agents", "validate", path])).toMatchFileSnapshot("recorded/wrong-definition.txt");
});

/** The checkout is where it is run, as by a person. */
async function record(args: string[], given?: Command[1]): Promise<string> {
  const { exitCode, stdout, stderr } = await home.run(args, { ...given, folder: repository.path });
  const places = { home: home.path, repository: repository.path, name: basename(repository.path) };
  const text = (mark: string, output: string) =>
    normalise(output, places)
      .split("\n")
      .filter(Boolean)
      .map((line) => `${mark} ${line}\n`)
      .join("");
  const words = args.map((arg) => normalise(arg, places)).map((arg) => (/^[\w./:<>-]+$/.test(arg) ? arg : `'${arg}'`));
  return `$ catalyst ${words.join(" ")}\n${text(" ", stdout)}${text("!", stderr)}= ${exitCode}\n`;
}
