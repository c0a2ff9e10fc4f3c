import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { listing } from "../../output/listing.ts";

const EXAMPLES = `
Examples:
  $ catalyst projects create shop                 your own
  $ catalyst projects create web --team shop      a team's: shop/web
  $ catalyst run "Fix the failing test" --project shop/web

Where no --project is given, your own "default" is meant.`;

type Options = { json?: boolean };
const load = () => import("../../teams/projects.ts");

export function projectsCommand(context: CliContext): Command {
  return new Command("projects")
    .description("see and make projects, which hold repositories, settings and tasks")
    .addHelpText("after", EXAMPLES)
    .addCommand(
      listing("list", "the projects that you see").action(async ({ json }: Options) =>
        (await load()).listProjects({ isJson: json === true }, context),
      ),
    )
    .addCommand(
      listing("create", "make a project")
        .argument("<slug>", "small letters, digits and hyphens")
        .option("--team <team>", "whose it is; without one it is your own")
        .action(async (slug: string, { team, json }: Options & { team?: string }) =>
          (await load()).createProject({ slug, team: team ?? null, isJson: json === true }, context),
        ),
    )
    .addCommand(
      listing("rename", "call a project otherwise")
        .argument("<project>", "shop, or team/shop")
        .argument("<slug>")
        .action(async (name: string, slug: string, { json }: Options) =>
          (await load()).renameProject({ name, slug, isJson: json === true }, context),
        ),
    );
}
