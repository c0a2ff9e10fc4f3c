import type { ScriptedStep } from "@catalyst/agents/scripted-model";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { readRun } from "../read-run.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { type StartedModel, startModel } from "../start-model.ts";
import { defineGuideAgent } from "./guide-agent.ts";

const SHOP = { "price.js": "export const price = 1;\n" };
const MEND: ScriptedStep[] = [
  { editFile: { path: "price.js", from: "price = 1", to: "price = 2" } },
  { runCommand: "git commit --quiet --all --message='Mend the price'" },
  { say: "The price is two." },
];
/** The same CLI as a project may have it: asked by an argument, and printing for people. */
const OF_PROJECT = `name: Qwen of the project
install: { npm: "@qwen-code/qwen-code", version: 0.24.4 }
command: node_modules/.bin/qwen
args: [--auth-type, openai, --yolo]
prompt: argument
dialect: openai-chat
model: gpt-5
env: { OPENAI_BASE_URL: "{baseUrl}", OPENAI_API_KEY: "{token}", OPENAI_MODEL: "{model}" }
output: { format: text }
`;

let home: TestHome;
let model: StartedModel;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
  await defineGuideAgent(home);
});
afterEach(() => model?.stop());
afterAll(() => home.remove());

async function script(steps: ScriptedStep[]): Promise<void> {
  await model?.stop();
  model = await startModel("qwen-code", steps);
}

async function run(...args: string[]) {
  const { exitCode, stdout, stderr } = await home.run([...args, "--json"], { env: model.env });
  expect(exitCode, stdout + stderr).toBe(0);
  return readRun(stdout);
}

test("the guide's example is valid, is installed, and starts", async () => {
  const validated = await home.run(["agents", "validate"]);
  expect(validated, validated.stdout).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Qwen Code") });
  const installed = await home.run(["agents", "install", "qwen-code"]);
  expect(installed.exitCode, installed.stdout + installed.stderr).toBe(0);
  expect((await home.run(["agents", "check", "qwen-code"])).stdout).toContain("0.24.4");
  expect((await home.run(["agents", "list"])).stdout).toMatch(/qwen-code +Qwen Code .*0\.24\.4 +ready/);
});

test("an agent that only a project defines works on it, and nothing of it is known elsewhere", async () => {
  await script(MEND);
  const repository = await createGitRepository({ ...SHOP, ".catalyst/agents/qwen-project.yaml": OF_PROJECT });
  const args = ["run", "Mend the price", "--agent", "qwen-project", "--repo"];
  const { task } = await run(...args, repository.path);
  expect(task).toMatchObject({ status: "completed", summary: expect.stringContaining("The price is two.") });
  expect(await repository.git("show", `${task.branch}:price.js`)).toBe("export const price = 2;");

  const other = await createGitRepository(SHOP);
  expect(await home.run([...args, other.path])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/Unknown agent "qwen-project"\. Known are: .*qwen-code/),
  });
}, 300_000);

test("a repository's settings alone don't choose an agent that only the repository describes", async () => {
  const files = {
    ".catalyst/agents/qwen-project.yaml": OF_PROJECT,
    ".catalyst/config.yaml": "defaultAgent: qwen-project\n",
  };
  const repository = await createGitRepository({ ...SHOP, ...files });
  expect(await home.run(["run", "Mend it", "--repo", repository.path])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("Look at .catalyst/agents/qwen-project.yaml first. Give it: --agent qwen-project"),
  });
});

test("a wrong definition is named with its line before anything starts", async () => {
  const wrong = OF_PROJECT.replace("{token}", "{key}");
  const repository = await createGitRepository({ ...SHOP, ".catalyst/agents/qwen-project.yaml": wrong });
  const ended = await home.run(["run", "Mend it", "--agent", "qwen-project", "--repo", repository.path]);
  expect(ended).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(
      /\.catalyst\/agents\/qwen-project\.yaml:\d+:\d+: env\.OPENAI_API_KEY: \{key\} is not known/,
    ),
  });
});
