import { Command } from "commander";
import type { CleanOptions } from "../clean/clean.ts";
import type { CliContext } from "../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst clean --setup-cache
  $ catalyst clean --setup-cache --repo ../shop
  $ catalyst clean --setup-cache --all

What the setup hook of a repository made is kept and used again while everything is the same that it ran.
Dropped, it runs anew with the next task.`;

export function cleanCommand(context: CliContext): Command {
  return new Command("clean")
    .description("drop what is kept to save time")
    .option("--setup-cache", "what setup hooks made")
    .option("--repo <path|url>", "of this repository", ".")
    .option("--all", "of every repository")
    .option("--json", "print how many were dropped as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (options: CleanOptions) => {
      const { clean } = await import("../clean/clean.ts");
      await clean(options, context);
    });
}
