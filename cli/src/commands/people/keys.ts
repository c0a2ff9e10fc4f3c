import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";

const EXAMPLES = `
Examples:
  $ catalyst keys create CI --scopes tasks:read,tasks:write --days 90
  $ catalyst keys create reports --scopes tasks:read --role viewer --project shop/web
  $ catalyst keys remove CI

A program sends a key as "authorization: Bearer cat_...". It may never more than you may.
Scopes: tasks:read, tasks:write, settings, secrets, credentials, teams. What each opens: docs/guide/api.md`;

type Options = { json?: boolean };

interface CreateOptions extends Options {
  scopes: string;
  role: string;
  team?: string;
  project?: string;
  days?: string;
}
const load = () => import("../../teams/keys.ts");

export function keysCommand(context: CliContext): Command {
  return new Command("keys")
    .description("keep API keys for programs that ask for you")
    .addHelpText("after", EXAMPLES)
    .addCommand(
      listing("list", "your keys, without the keys").action(async ({ json }: Options) =>
        (await load()).listKeys({ isJson: json === true }, context),
      ),
    )
    .addCommand(
      new Command("create")
        .description("make a key, which is shown this once")
        .argument("<name>", "what you tell it by")
        .requiredOption("--scopes <scopes>", "what it is for, with commas between")
        .option("--role <role>", "the most that it may: owner, admin, member or viewer", "member")
        .option("--team <team>", "it counts in this team alone")
        .option("--project <project>", "it counts in this project alone")
        .option("--days <days>", "how long it counts (default: until you remove it)")
        .option("--json", "print it as JSON")
        .action(async (name: string, { json, ...options }: CreateOptions) =>
          (await load()).createKey({ name, ...options, isJson: json === true }, context),
        ),
    )
    .addCommand(
      new Command("remove")
        .description("end a key, and what is open with it")
        .argument("<name>")
        .action(async (name: string) => (await load()).removeKey({ name }, context)),
    );
}
