import type { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";

const EXAMPLES = `
Examples:
  $ catalyst usage                            the last 30 days
  $ catalyst usage --days 1                   today
  $ catalyst usage --project shop/web
  $ catalyst usage --json | jq -s 'map(.usd) | add'

Days are those of UTC. What one task cost: catalyst tasks show 3. What may be spent: catalyst config show (budgets).`;

interface Options {
  json?: boolean;
  days: string;
  project?: string;
}

export function usageCommand(context: CliContext): Command {
  return listing("usage", "what was spent, by days, agents and models")
    .option("--days <number>", "how many, with today", "30")
    .option("--project <name>", "of this project, as shop or team/shop (default: all that you see)")
    .addHelpText("after", EXAMPLES)
    .action(async ({ json, days, project }: Options) => {
      const { showUsage } = await import("../../usage/show-usage.ts");
      await showUsage({ days, project, isJson: json === true }, context);
    });
}
