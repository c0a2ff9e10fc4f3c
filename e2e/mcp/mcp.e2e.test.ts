import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AGENTS_WITH_MODEL, type AgentDefinition } from "@catalyst/agents";
import type { ScriptedStep } from "@catalyst/agents/scripted-model";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installForPlay } from "../agent-contract/play-scenario.ts";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { startModel } from "../start-model.ts";

const CATALYST = fileURLToPath(new URL("../../catalyst", import.meta.url));
const WORK = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";
const claudeCode = AGENTS_WITH_MODEL.find(({ id }) => id === "claude-code") as AgentDefinition;

let home: TestHome;
let folder: string;
let executable: string;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
  folder = await mkdtemp(join(tmpdir(), "catalyst-claude-"));
  const { install } = claudeCode;
  executable = join(await installForPlay(home, claudeCode), install.kind === "npm" ? install.executable : "");
});
afterAll(async () => {
  await home?.remove();
  await rm(folder, { recursive: true, force: true });
});

const call = (name: string, input: Record<string, unknown>): ScriptedStep => ({
  callTool: { name: `mcp__catalyst__${name}`, arguments: input },
});

/** The real Claude Code in a repository, with a scripted model and this server of tools. Returns all that its model was told, as JSON. */
async function runClaudeCode(currentFolder: string, server: object, steps: ScriptedStep[]): Promise<string> {
  const model = await startModel("claude-code", [...steps, { say: "That is done." }]);
  const settings = join(folder, "mcp.json");
  await writeFile(settings, JSON.stringify({ mcpServers: { catalyst: server } }));
  const tools = ["--mcp-config", settings, "--strict-mcp-config", "--allowedTools", "mcp__catalyst"];
  try {
    const { stdout } = await execa(executable, ["-p", "Have it done.", "--output-format", "json", ...tools], {
      cwd: currentFolder,
      extendEnv: false,
      stdin: "ignore",
      env: {
        ...model.env,
        PATH: process.env.PATH ?? "",
        HOME: folder,
        CLAUDE_CONFIG_DIR: join(folder, "config"),
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        ENABLE_TOOL_SEARCH: "false",
      },
    });
    expect(JSON.parse(stdout)).toMatchObject({ is_error: false, result: "That is done." });
    return model.requests.at(-1) ?? "";
  } finally {
    await model.stop();
  }
}

test("Claude Code makes a task in the folder that it works in, waits for it, and reads what came of it", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const server = {
    type: "stdio",
    command: CATALYST,
    args: ["mcp"],
    env: { CATALYST_HOME: home.path, PATH: process.env.PATH, HOME: folder },
  };
  const told = await runClaudeCode(repository.path, server, [
    call("create_task", { prompt: WORK, agents: [{ agent: "script" }] }),
    call("wait_task", { task: 1, timeoutSeconds: 180 }),
    call("get_task", { task: 1 }),
    call("get_diff", { task: 1 }),
    call("get_logs", { task: 999 }),
  ]);
  const branch = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
  expect(told).toMatch(/isSettled\W+true/);
  expect(told).toContain(branch);
  expect(told).toContain("+++ b/done.txt");
  expect(told).toContain("list_tasks for what there is");
  expect(await repository.git("show", `${branch}:done.txt`)).toBe("done");
});

test("with an API key it reads the same over HTTP, and nothing that the key isn't for", async () => {
  const made = await home.run(["keys", "create", "reader", "--scopes", "tasks:read"]);
  expect(made.exitCode, made.stderr).toBe(0);
  const port = await readFile(join(home.path, "server", "port"), "utf8");
  const server = {
    type: "http",
    url: `http://localhost:${port.trim()}/api/mcp`,
    headers: { Authorization: `Bearer ${made.stdout.trim()}` },
  };
  const told = await runClaudeCode(folder, server, [
    call("list_tasks", {}),
    call("get_task", { task: 1 }),
    call("cancel_task", { task: 1 }),
  ]);
  expect(told).toMatch(/status\W+completed/);
  expect(told).toContain("Make one with the scope tasks:write");
});
