import { Command } from "commander";
import type { CleanOptions } from "../../clean/clean.ts";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst clean                       what has had its time (the worker does so every hour)
  $ catalyst clean --mirrors --sessions  all of these that nothing uses, however young
  $ catalyst clean --setup-cache         what the setup hook of this repository made: it runs anew
  $ catalyst clean --setup-cache --all

What is kept, how long and what it takes: catalyst doctor. What a task that isn't done may need always stays.`;

export function cleanCommand(context: CliContext): Command {
  return new Command("clean")
    .description("free what is kept")
    .option("--results", "results that were not published: work that was paid for is lost")
    .option("--quarantines", "pushed work that nobody took")
    .option("--mirrors", "copies of repositories")
    .option("--agents", "versions of agents that are no current ones")
    .option("--sessions", "agents' sessions: later turns begin new ones")
    .option("--events", "transcripts, but for their course and cost")
    .option("--setup-cache", "what setup hooks made")
    .option("--repo <path|url>", "the setup cache of this repository", ".")
    .option("--all", "the setup cache of every repository")
    .option("--json", "print how many were removed as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (options: CleanOptions) => {
      const { clean } = await import("../../clean/clean.ts");
      await clean(options, context);
    });
}
