import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst config default-branch
  $ catalyst config default-branch main --repo ../shop

No result is ever put on it. A repository with an origin says it itself: git remote set-head origin main`;

export function configDefaultBranchCommand(context: CliContext): Command {
  return new Command("default-branch")
    .description("see or say which branch of a repository is its main one")
    .argument("[branch]")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--repo <path|url>", "a folder on this machine or an https address", ".")
    .option("--json", "print it as JSON")
    .addHelpText("after", EXAMPLES)
    .action(
      async (
        branch: string | undefined,
        { repo, project, json }: { repo: string; project?: string; json?: boolean },
      ) => {
        const { changeDefaultBranch } = await import("../../../settings/change-default-branch.ts");
        await changeDefaultBranch({ repo, project, branch: branch ?? null, isJson: json === true }, context);
      },
    );
}
