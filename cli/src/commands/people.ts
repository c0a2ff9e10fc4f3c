import { Command } from "commander";
import type { CliContext } from "../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst people invite "Bea Müller"        prints a link for her
  $ catalyst people remove bea --heir ann      what she owns goes to Ann

For the owner of the machine where the server runs.`;

type Options = { json?: boolean };
const load = () => import("../people/people.ts");

export function peopleCommand(context: CliContext): Command {
  return new Command("people")
    .description("who may sign in at this machine's server")
    .addHelpText("after", EXAMPLES)
    .addCommand(
      listing("list", "those who are here").action(async ({ json }: Options) =>
        (await load()).listPeople({ isJson: json === true }, context),
      ),
    )
    .addCommand(
      listing("invite", "make a link for somebody")
        .argument("<name>", "for whom it is")
        .action(async (name: string, { json }: Options) =>
          (await load()).invitePerson({ name, isJson: json === true }, context),
        ),
    )
    .addCommand(
      listing("invitations", "links that nobody has opened").action(async ({ json }: Options) =>
        (await load()).listInvitations({ isJson: json === true }, context),
      ),
    )
    .addCommand(
      new Command("withdraw")
        .description("make the link of an invitation worth nothing")
        .argument("<id>")
        .action(async (id: string) => (await load()).withdrawInvitation({ id }, context)),
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
      listing("audit", "who signed in, failed to, was invited or removed").action(async ({ json }: Options) =>
        (await load()).listAudit({ isJson: json === true }, context),
      ),
    );
}

function listing(name: string, description: string): Command {
  return new Command(name).description(description).option("--json", "print one as JSON a line");
}
