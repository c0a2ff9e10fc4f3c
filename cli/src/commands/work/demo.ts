import { Command, Option } from "commander";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst demo
  $ catalyst demo --agent codex-cli --keep
  $ catalyst demo --github

Runs the real CLI of the agent on a small repository with a failing test, in the real sandbox. Only the
model is scripted: it runs on this machine, so no key is needed and nothing is sent anywhere. With --github
the repository is at a GitHub that is played on this machine, too: an issue becomes a pull request, and a
review of it a further commit.`;

interface DemoOptions {
  agent: string;
  keep?: boolean;
  github?: boolean;
}

export function demoCommand(context: CliContext): Command {
  return new Command("demo")
    .description("see the whole path work, without a key")
    .option("--agent <id>", "claude-code, codex-cli, aider, opencode or gemini-cli", "claude-code")
    .option("--keep", "keep the repository afterwards")
    .addOption(
      new Option("--github", "from an issue to a reviewed pull request (claude-code, codex-cli)").conflicts("keep"),
    )
    .addHelpText("after", EXAMPLES)
    .action(async ({ agent, keep = false, github = false }: DemoOptions) => {
      if (github) {
        const { playAtGitHub } = await import("../../demo/play-at-github.ts");
        await playAtGitHub(agent, context);
        return;
      }
      const { runDemo } = await import("../../demo/run-demo.ts");
      await runDemo({ agentId: agent, isKept: keep }, context);
    });
}
