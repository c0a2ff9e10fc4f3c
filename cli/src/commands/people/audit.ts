import type { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";

const EXAMPLES = `
Examples:
  $ catalyst audit                               of the whole server, by the owner of its machine
  $ catalyst audit --team shop --limit 500       of a team, by its owners and admins
  $ catalyst audit --json | jq -r 'select(.kind == "sign_in_failed") | .facts.address'`;

interface Options {
  json?: boolean;
  team?: string;
  limit: string;
}

export function auditCommand(context: CliContext): Command {
  return listing("audit", "who signed in, failed to, invited, joined, or changed what somebody may")
    .option("--team <team>", "what concerns this team")
    .option("--limit <number>", "how many, the newest first", "100")
    .addHelpText("after", EXAMPLES)
    .action(async ({ json, team, limit }: Options) => {
      const { showAudit } = await import("../../audit/show-audit.ts");
      await showAudit({ team, limit, isJson: json === true }, context);
    });
}
