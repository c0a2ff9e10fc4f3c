import { Command } from "commander";
import type { CliContext } from "../cli-context.ts";
import { credentialsAddCommand } from "./credentials/add.ts";
import { credentialsListCommand } from "./credentials/list.ts";
import { credentialsRemoveCommand } from "./credentials/remove.ts";
import { credentialsRotateCommand } from "./credentials/rotate.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials add anthropic
  $ pass show openai | catalyst credentials add openai
  $ catalyst credentials add ollama --base-url http://127.0.0.1:11434

Keys are stored encrypted. Agents never get them: only the gateway does, for each request.`;

export function credentialsCommand(context: CliContext): Command {
  const credentials = new Command("credentials")
    .description("keep keys of model providers")
    .addHelpText("after", EXAMPLES);
  for (const command of [
    credentialsAddCommand,
    credentialsListCommand,
    credentialsRemoveCommand,
    credentialsRotateCommand,
  ]) {
    credentials.addCommand(command(context));
  }
  return credentials;
}
