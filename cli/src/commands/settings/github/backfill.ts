import type { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { listing } from "../../../output/listing.ts";

interface BackfillOptions {
  json?: boolean;
  yes?: boolean;
  dryRun?: boolean;
}

export function backfillCommand(context: CliContext): Command {
  return listing("backfill", "begin what was assigned, labeled or asked for before anybody looked")
    .argument("[owner/repo]", "one repository; the first ten that the Apps see unless it is said")
    .option("--yes", "begin without asking")
    .option("--dry-run", "only show what would be begun")
    .action(async (repository: string | undefined, { json, yes, dryRun }: BackfillOptions) =>
      (await import("../../../github/backfill/run-backfill.ts")).runBackfill(
        {
          repository: repository ?? null,
          ...{ isJson: json === true, isAgreed: yes === true, isTrial: dryRun === true },
        },
        context,
      ),
    );
}
