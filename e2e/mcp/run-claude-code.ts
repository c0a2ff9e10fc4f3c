import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AGENTS_WITH_MODEL, type AgentDefinition } from "@catalyst/agents";
import type { ScriptedStep } from "@catalyst/agents/scripted-model";
import { execa } from "execa";
import { installForPlay } from "../agent-contract/play-scenario.ts";
import type { TestHome } from "../start-catalyst.ts";
import { startModel } from "../start-model.ts";

const claudeCode = AGENTS_WITH_MODEL.find(({ id }) => id === "claude-code") as AgentDefinition;

/** A person's Claude Code, which has a server of tools and a scripted model. */
export interface ClaudeCode {
  /** Where its settings are; nothing else is in it. */
  folder: string;
  /** Has the model take these steps in this folder. Returns what the tools answered. */
  run(given: {
    currentFolder: string;
    server: object;
    steps: ScriptedStep[];
    env?: Record<string, string>;
  }): Promise<string>;
  remove(): Promise<void>;
}

/** Installed by this home where it isn't yet. */
export async function openClaudeCode(home: TestHome): Promise<ClaudeCode> {
  const { install } = claudeCode;
  const installed = await installForPlay(home, claudeCode);
  const executable = join(installed, install.kind === "npm" ? install.executable : "");
  const folder = await mkdtemp(join(tmpdir(), "catalyst-claude-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  return {
    folder,
    remove,
    async run({ currentFolder, server, steps, env = {} }) {
      const model = await startModel("claude-code", [...steps, { say: "That is done." }]);
      const settings = join(folder, "mcp.json");
      await writeFile(settings, JSON.stringify({ mcpServers: { catalyst: server } }));
      const tools = ["--mcp-config", settings, "--strict-mcp-config", "--allowedTools", "mcp__catalyst"];
      try {
        const { stdout } = await execa(executable, ["-p", "Have it done.", "--output-format", "json", ...tools], {
          cwd: currentFolder,
          extendEnv: false,
          stdin: "ignore",
          env: { ...model.env, ...settingsOf(folder), ...env },
        });
        const said = JSON.parse(stdout) as { is_error: boolean; result: string };
        if (said.is_error || said.result !== "That is done.") {
          throw new Error(`Claude Code ended otherwise: ${stdout}`);
        }
        return answersOf(model.requests.at(-1) ?? "{}");
      } finally {
        await model.stop();
      }
    },
  };
}

interface Told {
  messages?: { content: string | { type: string; content?: unknown }[] }[];
}

/** What a request tells its model of tools, each answer on lines of its own. */
function answersOf(request: string): string {
  const { messages = [] } = JSON.parse(request) as Told;
  return messages
    .flatMap(({ content }) => (typeof content === "string" ? [] : content))
    .flatMap((part) => (part.type === "tool_result" ? [part.content] : []))
    .map((answer) => (typeof answer === "string" ? answer : JSON.stringify(answer)))
    .join("\n");
}

const settingsOf = (folder: string) => ({
  PATH: process.env.PATH ?? "",
  HOME: folder,
  CLAUDE_CONFIG_DIR: join(folder, "config"),
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  ENABLE_TOOL_SEARCH: "false",
});

/** A step in which the model calls a tool of that server. */
export const callTool = (name: string, input: Record<string, unknown>): ScriptedStep => ({
  callTool: { name: `mcp__catalyst__${name}`, arguments: input },
});
