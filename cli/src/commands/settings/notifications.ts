import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";

const EXAMPLES = `
Examples:
  $ catalyst notifications feed                      what you have to see
  $ catalyst notifications add ci https://ci.example.com/hooks/catalyst   of the tasks that you ask for
  $ catalyst notifications add ops https://... --project shop/web --kinds failed,needs_you
  $ catalyst notifications add team https://hooks.slack.com/services/... --slack
  $ catalyst notifications add us https://hooks.slack.com/services/... --slack --team shop   its projects
  $ catalyst notifications add me --email            to the address of your account
  $ catalyst notifications test ci
  $ catalyst notifications deliveries ci             what it was told, and what it couldn't be told

Kinds: done, needs_you (a plan to approve, results to pick from, a budget that is spent), failed.
How requests are signed: docs/guide/notifications.md`;

type Options = { json?: boolean; team?: string };

interface AddOptions extends Options {
  project?: string;
  kinds?: string;
  everyChange?: boolean;
  slack?: boolean;
  email?: boolean;
}
interface FeedOptions extends Options {
  project?: string;
  read?: boolean;
}
const load = () => import("../../notifications/destinations.ts");
const loadFeed = () => import("../../notifications/feed.ts");
const loadDeliveries = () => import("../../notifications/deliveries.ts");

export function notificationsCommand(context: CliContext): Command {
  const command = new Command("notifications")
    .description("what you have to see, and where you are told")
    .addHelpText("after", EXAMPLES);
  for (const part of [feedCommand(context), ...destinationCommands(context), ...deliveryCommands(context)]) {
    command.addCommand(part);
  }
  return command;
}

function feedCommand(context: CliContext): Command {
  return listing("feed", "what you have to see, the newest last")
    .option("--project <project>", "of all tasks of this project (default: of those that you asked for)")
    .option("--read", "take all of it as read")
    .action(async ({ json, read, project }: FeedOptions) =>
      (await loadFeed()).showFeed({ project, isJson: json === true, isRead: read === true }, context),
    );
}

function destinationCommands(context: CliContext): Command[] {
  return [
    ofTeam(listing("list", "where you are told of tasks, or where a team is")).action(
      async ({ json, ...of }: Options) => (await load()).listDestinations({ isJson: json === true, ...of }, context),
    ),
    ofTeam(new Command("add"))
      .description("add a webhook (what it is signed with is shown this once), Slack, or e-mail to yourself")
      .argument("<name>", "what you tell it by")
      .argument("[url]", "where it is told")
      .option("--slack", "the URL is an incoming webhook of Slack")
      .option("--email", "to the address of your account; without a URL")
      .option(
        "--project <project>",
        "of all tasks of this project (default: of those that you ask for; of a team, all)",
      )
      .option("--kinds <kinds>", "of what, with commas between (default: done,needs_you,failed)")
      .option("--every-change", "of every change of the tasks too")
      .option("--json", "print it as JSON")
      .action(async (name: string, url: string | undefined, { json, ...options }: AddOptions) =>
        (await load()).addDestination({ name, url, ...options, isJson: json === true }, context),
      ),
    ofTeam(new Command("rotate"))
      .description("make another secret; for a day both sign")
      .argument("<name>")
      .action(async (name: string, of: Options) => (await load()).rotateSecret({ name, ...of }, context)),
    ofTeam(new Command("remove"))
      .description("tell it nothing any more")
      .argument("<name>")
      .action(async (name: string, of: Options) => (await load()).removeDestination({ name, ...of }, context)),
  ];
}

function deliveryCommands(context: CliContext): Command[] {
  return [
    ofTeam(new Command("test"))
      .description("send it something that tells of nothing")
      .argument("<name>")
      .action(async (name: string, of: Options) => (await loadDeliveries()).testDestination({ name, ...of }, context)),
    ofTeam(listing("deliveries", "what it was told, and what it couldn't be told"))
      .argument("<name>")
      .action(async (name: string, { json, ...of }: Options) =>
        (await loadDeliveries()).listDeliveries({ name, isJson: json === true, ...of }, context),
      ),
    ofTeam(new Command("resend"))
      .description("try a delivery anew that was given up")
      .argument("<delivery>", "its id, as `deliveries` shows it")
      .action(async (delivery: string, of: Options) =>
        (await loadDeliveries()).resendDelivery({ delivery, ...of }, context),
      ),
  ];
}

function ofTeam(command: Command): Command {
  return command.option("--team <team>", "a team's, if you keep it (default: your own)");
}
