import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { secretsAddCommand } from "./secrets/add.ts";
import { secretsListCommand } from "./secrets/list.ts";
import { secretsRemoveCommand } from "./secrets/remove.ts";

const EXAMPLES = `
Examples:
  $ catalyst secrets add NPM_TOKEN
  $ pass show npm | catalyst secrets add NPM_TOKEN --repo ../shop
  $ catalyst secrets list

Secrets exist while a repository's setup hook runs, as variables of that hook: agents never get them.
Keys of models are something else: catalyst credentials`;

export function secretsCommand(context: CliContext): Command {
  const secrets = new Command("secrets")
    .description("keep secrets for a repository's setup hook")
    .addHelpText("after", EXAMPLES);
  for (const command of [secretsAddCommand, secretsListCommand, secretsRemoveCommand]) {
    secrets.addCommand(command(context));
  }
  return secrets;
}
