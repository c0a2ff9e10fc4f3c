import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";
import { backfillCommand } from "./github/backfill.ts";
import { connectCommand } from "./github/connect.ts";
import { doctorCommand } from "./github/doctor.ts";
import { setCommand } from "./github/set.ts";
import { setupCommand } from "./github/setup.ts";
import { signOffCommand } from "./github/sign-off.ts";
import { unwatchCommand, watchCommand } from "./github/watch.ts";

const EXAMPLES = `
Examples:
  $ catalyst github watch acme/shop --as-me
  $ catalyst github setup --org acme
  $ catalyst github doctor acme/shop
  $ catalyst github backfill acme/shop
  $ catalyst github connect
  $ catalyst github add --app-id 12 --slug my-catalyst --key my-catalyst.pem --user catalyst-agent:7
  $ catalyst github set my-catalyst --user catalyst-agent
  $ catalyst github list
  $ catalyst github remove my-catalyst

watch tries it within minutes, as you and in one repository. setup makes an App and adds it. One that is there
already is added by its number, which is on its page, and by a key that is made there.
What it may, and where its webhook goes: docs/guide/github.md`;

type Options = { json?: boolean };

interface AddOptions extends Options {
  appId: string;
  slug: string;
  key: string;
  host: string;
  webhook: boolean;
  user?: string[];
}
const load = () => import("../../github/apps.ts");

export function githubCommand(context: CliContext): Command {
  return new Command("github")
    .description("the GitHub Apps by which Catalyst hears and acts")
    .addHelpText("after", EXAMPLES)
    .addCommand(
      listing("list", "the Apps that are added, and the repositories that are watched as somebody").action(
        async ({ json }: Options) =>
          (await import("../../github/list-connections.ts")).listConnections({ isJson: json === true }, context),
      ),
    )
    .addCommand(watchCommand(context))
    .addCommand(unwatchCommand(context))
    .addCommand(setupCommand(context))
    .addCommand(doctorCommand(context))
    .addCommand(backfillCommand(context))
    .addCommand(connectCommand(context))
    .addCommand(signOffCommand(context))
    .addCommand(
      listing("add", "add an App that exists; asks for the secret of its webhook")
        .requiredOption("--app-id <number>", "its number")
        .requiredOption("--slug <name>", "its name in addresses: github.com/apps/<name>")
        .requiredOption("--key <file>", "its private key, as GitHub gives it (.pem)")
        .option("--host <host>", "its GitHub, where that is another", "github.com")
        .option("--no-webhook", "it tells nothing; without this its secret is asked for, or read from standard input")
        .option("--user <login:id...>", "accounts that people pick as assignee or reviewer for Catalyst")
        .action(async ({ json, appId, key, webhook, user, ...options }: AddOptions) =>
          (await load()).addApp(
            { ...options, appId, keyFile: key, hasWebhook: webhook, users: user ?? [], isJson: json === true },
            context,
          ),
        ),
    )
    .addCommand(setCommand(context))
    .addCommand(
      new Command("remove")
        .description("forget an App with what it told; at GitHub it stays")
        .argument("<app>", "its name, or its id here")
        .action(async (app: string) => (await load()).removeApp({ app }, context)),
    );
}
