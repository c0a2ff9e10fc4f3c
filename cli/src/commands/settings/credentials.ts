import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { credentialsAddCommand } from "./credentials/add.ts";
import { credentialsListCommand } from "./credentials/list.ts";
import { credentialsCloseCommand, credentialsOpenCommand } from "./credentials/open.ts";
import { credentialsRemoveCommand } from "./credentials/remove.ts";
import { credentialsRotateCommand } from "./credentials/rotate.ts";
import { credentialsTestCommand } from "./credentials/test.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials add anthropic
  $ pass show openai | catalyst credentials add openai
  $ catalyst credentials add ollama --base-url http://127.0.0.1:11434

Keys are sealed to the gateway, which alone can open them. Agents never get them.`;

export function credentialsCommand(context: CliContext): Command {
  const credentials = new Command("credentials")
    .description("keep keys and subscriptions of model providers")
    .addHelpText("after", EXAMPLES);
  for (const command of [
    credentialsAddCommand,
    credentialsListCommand,
    credentialsTestCommand,
    credentialsOpenCommand,
    credentialsCloseCommand,
    credentialsRemoveCommand,
    credentialsRotateCommand,
  ]) {
    credentials.addCommand(command(context));
  }
  return credentials;
}
