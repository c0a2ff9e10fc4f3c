import { Command, Option } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";
import { ROLES, type Role } from "../../teams/read-role.ts";

const EXAMPLES = `
Examples:
  $ catalyst people invite "Bea Müller"                        prints a link for her
  $ catalyst people invite Bea --team shop --role viewer       into a team, by whoever keeps its members
  $ catalyst people reset bea                                  a link for another password
  $ catalyst people remove bea --heir ann                      what she owns goes to Ann

Without --team: for the owner of the machine where the server runs.`;

interface Options {
  json?: boolean;
  team?: string;
}
const load = () => import("../../people/people.ts");

export function peopleCommand(context: CliContext): Command {
  return new Command("people")
    .description("who may sign in at a server, and into which team")
    .addHelpText("after", EXAMPLES)
    .addCommand(
      listing("list", "those who are here").action(async ({ json }: Options) =>
        (await load()).listPeople({ isJson: json === true }, context),
      ),
    )
    .addCommand(inviteCommand(context))
    .addCommand(
      ofTeam(listing("invitations", "links that nobody has opened")).action(async ({ json, ...options }: Options) =>
        (await load()).listInvitations({ isJson: json === true, ...options }, context),
      ),
    )
    .addCommand(
      ofTeam(
        new Command("withdraw").description("make the link of an invitation worth nothing").argument("<id>"),
      ).action(async (id: string, { team }: Options) =>
        (await load()).withdrawInvitation({ id, ...(team === undefined ? {} : { team }) }, context),
      ),
    )
    .addCommand(
      new Command("remove")
        .description("sign somebody out everywhere, for good")
        .argument("<login>")
        .option("--heir <login>", "to whom what they own goes; without one it ends")
        .action(async (login: string, { heir }: { heir?: string }) =>
          (await load()).removePerson({ login, ...(heir === undefined ? {} : { heir }) }, context),
        ),
    )
    .addCommand(
      listing("reset", "make a link for somebody who lost their password")
        .argument("<login>")
        .action(async (login: string, { json }: Options) =>
          (await load()).resetPassword({ login, isJson: json === true }, context),
        ),
    );
}

function inviteCommand(context: CliContext): Command {
  return ofTeam(listing("invite", "make a link for somebody").argument("<name>", "for whom it is"))
    .addOption(new Option("--role <role>", "what they are to be in the team").choices(ROLES).default("member"))
    .action(async (name: string, { json, team, role }: Options & { role: Role }) =>
      (await load()).invitePerson(
        { name, role, isJson: json === true, ...(team === undefined ? {} : { team }) },
        context,
      ),
    );
}

function ofTeam(command: Command): Command {
  return command.option("--team <team>", "of this team; without it, of the server");
}
