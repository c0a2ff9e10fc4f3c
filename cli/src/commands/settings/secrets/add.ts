import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst secrets add NPM_TOKEN                    asks for the value without showing it
  $ catalyst secrets add NPM_TOKEN < token.txt        or reads it from standard input

The value is never an argument: other users of the machine can see those. It is for this repository alone,
and replaces the one that was there. What the setup hook writes into a file, the agent can read.`;

export function secretsAddCommand(context: CliContext): Command {
  return new Command("add")
    .description("store a secret, or replace it")
    .argument("<name>", "the variable that the setup hook gets")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--repo <path|url>", "the repository whose setup hook gets it", ".")
    .option("--json", "print the secret's name as JSON")
    .allowExcessArguments()
    .addHelpText("after", EXAMPLES)
    .action(
      async (
        name: string,
        { repo, project, json }: { repo: string; project?: string; json?: boolean },
        { args }: Command,
      ) => {
        const { refuseValue } = await import("../../../credentials/refuse-value.ts");
        refuseValue(args, "catalyst secrets add <name>");
        const { addSecret } = await import("../../../secrets/add-secret.ts");
        await addSecret({ name, repo, project, isJson: json === true }, context);
      },
    );
}
