import type { CallToolResult, McpServer, ServerContext, ToolCallback } from "@modelcontextprotocol/server";
import { ASKING_TOOLS, askInRounds } from "./ask-client.ts";
import { CONTENT_TOOLS } from "./content.ts";

/** One of the scenarios looks for that word. */
const DONE: CallToolResult = { content: [{ type: "text", text: "state-ok" }] };
const LOG_LINES = ["started", "processing", "completed"];
const STEPS = [0, 50, 100];

export function registerTools(server: McpServer): void {
  for (const [name, answer] of Object.entries(listTools())) {
    server.registerTool(name, { description: "Answers the scenarios that ask for it" }, answer);
  }
}

function listTools(): Record<string, ToolCallback> {
  const content = Object.entries(CONTENT_TOOLS).map(([name, blocks]) => [name, () => ({ content: blocks })]);
  const asking = Object.entries(ASKING_TOOLS).map(([name, asked]) => [
    name,
    async (context: ServerContext) => (await askInRounds(asked, context)) ?? DONE,
  ]);
  return {
    ...Object.fromEntries([...content, ...asking]),
    test_error_handling() {
      throw new Error("This tool intentionally returns an error for testing");
    },
    test_tool_with_logging: writeLog,
    test_logging_tool: writeLog,
    test_tool_with_progress: tellProgress,
  };
}

async function writeLog({ mcpReq }: ServerContext): Promise<CallToolResult> {
  for (const line of LOG_LINES) {
    await mcpReq.log("info", `Tool execution ${line}`);
  }
  return DONE;
}

async function tellProgress({ mcpReq }: ServerContext): Promise<CallToolResult> {
  const progressToken = mcpReq._meta?.progressToken;
  for (const progress of progressToken === undefined ? [] : STEPS) {
    await mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total: 100 } });
  }
  return DONE;
}
