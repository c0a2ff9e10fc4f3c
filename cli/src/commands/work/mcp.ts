import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ claude mcp add catalyst -- catalyst mcp        Claude Code may create tasks, wait for them and read results
  $ codex mcp add catalyst -- catalyst mcp         so may Codex
  $ claude mcp add team -- catalyst mcp --server https://catalyst.example.com

It speaks the Model Context Protocol over stdin and stdout, and ends with them. More: docs/guide/mcp.md`;

export function mcpCommand(context: CliContext): Command {
  return new Command("mcp")
    .description("offer tasks to an agent of yours as its tools, over stdin and stdout")
    .addHelpText("after", EXAMPLES)
    .action(async () => (await import("../../mcp/serve-mcp.ts")).serveMcp(context));
}
