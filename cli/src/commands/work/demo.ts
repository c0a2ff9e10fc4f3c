import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst demo
  $ catalyst demo --agent codex-cli --keep

Runs the real CLI of the agent on a small repository with a failing test, in the real sandbox. Only the
model is scripted: it runs on this machine, so no key is needed and nothing is sent anywhere.`;

export function demoCommand(context: CliContext): Command {
  return new Command("demo")
    .description("see the whole path work, without a key")
    .option("--agent <id>", "claude-code, codex-cli, aider, opencode or gemini-cli", "claude-code")
    .option("--keep", "keep the repository afterwards")
    .addHelpText("after", EXAMPLES)
    .action(async (options: { agent: string; keep?: boolean }) => {
      const { runDemo } = await import("../../demo/run-demo.ts");
      await runDemo({ agentId: options.agent, isKept: options.keep === true }, context);
    });
}
