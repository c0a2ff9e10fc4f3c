import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials add anthropic               asks for the key without showing it
  $ catalyst credentials add openai < key.txt        or reads it from standard input
  $ catalyst credentials add anthropic --replace
  $ catalyst credentials add openai --chatgpt        signs in to a ChatGPT subscription, for Codex CLI
  $ catalyst credentials add openai-compatible --base-url https://llm.example.com/v1

A Claude subscription, for Claude Code, is told by its token's form: give anthropic what \`claude setup-token\` prints.
With --chatgpt and a file (< ~/.codex/auth.json) the login that is there is taken; it ends for whoever has it else.
The key is never an argument: other users of the machine can see those.
Providers: anthropic, openai, gemini, openrouter, ollama (base URL, no key), openai-compatible (base URL and key).`;

interface AddOptions {
  baseUrl?: string;
  chatgpt?: boolean;
  replace?: boolean;
  project?: string;
  json?: boolean;
}

export function credentialsAddCommand(context: CliContext): Command {
  return new Command("add")
    .description("store a key or a subscription")
    .argument("<provider>")
    .option("--base-url <url>", "where the provider's API is, if not at its usual address")
    .option("--chatgpt", "a ChatGPT subscription instead of a key of openai")
    .option("--project <name>", "a team's project: the team's credentials")
    .option("--replace", "put it in the place of the one that is there")
    .option("--json", "print the credential as JSON")
    .allowExcessArguments()
    .addHelpText("after", EXAMPLES)
    .action(async (provider: string, options: AddOptions, { args }: Command) => {
      const { refuseValue } = await import("../../../credentials/refuse-value.ts");
      const { isProvider } = await import("../../../credentials/read-provider.ts");
      refuseValue(args, `catalyst credentials add ${isProvider(provider) ? provider : "<provider>"}`);
      const { addCredential } = await import("../../../credentials/add-credential.ts");
      await addCredential(
        {
          provider,
          isChatGpt: options.chatgpt === true,
          baseUrl: options.baseUrl ?? null,
          project: options.project,
          isReplacing: options.replace === true,
          isJson: options.json === true,
        },
        context,
      );
    });
}
