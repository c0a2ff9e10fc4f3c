import { type CallToolResult, McpServer, type ServerContext } from "@modelcontextprotocol/server";
import packageFile from "../package.json" with { type: "json" };
import { cleanOutput } from "./output/clean-output.ts";
import { UNTRUSTED } from "./output/note.ts";
import { registerResources } from "./resources/resources.ts";
import type { McpServerDeps, Tool, ToolContext } from "./tool.ts";
import { TOOLS } from "./tools/tools.ts";
import { refusalOf } from "./words/refusal.ts";

/** Where a refusal stands beside its words, for programs. */
const PROBLEM_META = "catalyst/problem";
const INSTRUCTIONS = `Catalyst has coding agents work on repositories in isolated environments; what they make is checked and becomes a branch or a pull request. Make a task with create_task, wait with wait_task until isSettled, then read the result with get_task. ${UNTRUSTED}`;

/** A server of all tools and resources, for one exchange or one connection: it remembers nothing of who asked. */
export function createMcpServer(deps: McpServerDeps): McpServer {
  const server = new McpServer(
    { name: "catalyst", title: "Catalyst", version: packageFile.version },
    // What there is doesn't change while it runs: nobody needs to listen for that.
    { instructions: INSTRUCTIONS, capabilities: { tools: { listChanged: false }, resources: { listChanged: false } } },
  );
  for (const [name, tool] of Object.entries<Tool>(TOOLS)) {
    const { title, description, input: inputSchema, output: outputSchema } = tool;
    server.registerTool(
      name,
      { title, description, inputSchema, outputSchema, annotations: annotationsOf(tool) },
      (input, context) => call(tool, input, { ...deps, ...contextOf(context) }),
    );
  }
  registerResources(server, deps);
  return server;
}

function annotationsOf({ effect }: Tool) {
  return { readOnlyHint: effect === "reads", destructiveHint: effect === "ends", openWorldHint: effect !== "reads" };
}

async function call(tool: Tool, input: object, context: ToolContext & McpServerDeps): Promise<CallToolResult> {
  try {
    const structuredContent = cleanOutput(await tool.run(input as never, context)) as Record<string, unknown>;
    return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
  } catch (error) {
    const { text, problem, isBug } = refusalOf(error);
    if (isBug && !context.signal.aborted) {
      context.onBug(error);
    }
    return { isError: true, content: [{ type: "text", text }], _meta: { [PROBLEM_META]: problem } };
  }
}

/** A client that gave no token for it doesn't want to be told how far it is. */
function contextOf({ mcpReq }: ServerContext): Pick<ToolContext, "signal" | "tell"> {
  const { signal, _meta, notify } = mcpReq;
  const progressToken = _meta?.progressToken;
  let progress = 0;
  return {
    signal,
    async tell(message) {
      if (progressToken !== undefined && !signal.aborted) {
        progress += 1;
        const params = { progressToken, progress, message };
        // Who no longer hears it isn't waited for.
        await notify({ method: "notifications/progress", params }).catch(() => undefined);
      }
    },
  };
}
