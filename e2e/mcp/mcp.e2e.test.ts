import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { type ClaudeCode, callTool, openClaudeCode } from "./run-claude-code.ts";

const CATALYST = fileURLToPath(new URL("../../catalyst", import.meta.url));
const WORK = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";

let home: TestHome;
let claude: ClaudeCode;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
  claude = await openClaudeCode(home);
});
afterAll(async () => {
  await home?.remove();
  await claude?.remove();
});

test("Claude Code makes a task in the folder that it works in, waits for it, and reads what came of it", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const server = {
    type: "stdio",
    command: CATALYST,
    args: ["mcp"],
    env: { CATALYST_HOME: home.path, PATH: process.env.PATH, HOME: claude.folder },
  };
  const steps = [
    callTool("create_task", { prompt: WORK, agents: [{ agent: "script" }] }),
    callTool("wait_task", { task: 1, timeoutSeconds: 180 }),
    callTool("get_task", { task: 1 }),
    callTool("get_diff", { task: 1 }),
    callTool("get_logs", { task: 999 }),
  ];
  const told = await claude.run({ currentFolder: repository.path, server, steps });
  const branch = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
  expect(told).toMatch(/isSettled\W+true/);
  expect(told).toContain(branch);
  expect(told).toContain("+++ b/done.txt");
  expect(told).toContain("list_tasks for what there is");
  expect(await repository.git("show", `${branch}:done.txt`)).toBe("done");
});
