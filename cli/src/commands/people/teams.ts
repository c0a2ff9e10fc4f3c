import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";

const EXAMPLES = `
Examples:
  $ catalyst teams create shop --name "The shop"
  $ catalyst teams role shop bea admin
  $ catalyst teams leave shop

Roles: owner, admin (keeps settings, secrets and members), member (works), viewer (looks).`;

type Options = { json?: boolean };
const load = () => import("../../teams/teams.ts");

export function teamsCommand(context: CliContext): Command {
  return new Command("teams")
    .description("see and keep the teams that you are in")
    .addHelpText("after", EXAMPLES)
    .addCommand(
      listing("list", "the teams that you are in").action(async ({ json }: Options) =>
        (await load()).listTeams({ isJson: json === true }, context),
      ),
    )
    .addCommand(
      listing("create", "make a team; you are its owner")
        .argument("<slug>", "small letters, digits and hyphens")
        .option("--name <name>", "what people call it")
        .action(async (slug: string, { name, json }: Options & { name?: string }) =>
          (await load()).createTeam({ slug, name: name ?? null, isJson: json === true }, context),
        ),
    )
    .addCommand(
      listing("rename", "call a team otherwise")
        .argument("<team>")
        .option("--slug <slug>", "in commands and addresses")
        .option("--name <name>", "what people call it")
        .action(async (team: string, { slug, name, json }: Options & { slug?: string; name?: string }) =>
          (await load()).renameTeam({ team, slug, name, isJson: json === true }, context),
        ),
    )
    .addCommand(
      listing("members", "who is in a team")
        .argument("<team>")
        .action(async (team: string, { json }: Options) =>
          (await load()).listMembers({ team, isJson: json === true }, context),
        ),
    )
    .addCommand(roleCommand(context))
    .addCommand(removeCommand(context))
    .addCommand(leaveCommand(context));
}

function roleCommand(context: CliContext): Command {
  return new Command("role")
    .description("say what a member is: owner, admin, member or viewer")
    .argument("<team>")
    .argument("<login>")
    .argument("<role>")
    .action(async (...[team, login, role]: string[]) =>
      (await load()).changeRole({ team, login, role } as Record<"team" | "login" | "role", string>, context),
    );
}

function removeCommand(context: CliContext): Command {
  return new Command("remove")
    .description("take somebody out of a team")
    .argument("<team>")
    .argument("<login>")
    .action(async (team: string, login: string) => (await load()).removeMember({ team, login }, context));
}

function leaveCommand(context: CliContext): Command {
  return new Command("leave")
    .description("leave a team; its last owner stays")
    .argument("<team>")
    .action(async (team: string) => (await load()).removeMember({ team, login: null }, context));
}
