import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials test anthropic
  $ catalyst credentials test chatgpt                the subscription; that of Anthropic is named claude
  $ catalyst credentials test openai --json | jq -r .outcome

The gateway makes one request that costs nothing, such as for the list of models. Ends with 4 when the key is rejected,
with 7 when the provider can't be reached or its answer doesn't tell. Ollama has no key: it is only looked for.`;

export function credentialsTestCommand(context: CliContext): Command {
  return new Command("test")
    .description("try whether a provider takes the stored key or subscription")
    .argument("<name>")
    .option("--project <name>", "a team's project: the team's credentials")
    .option("--json", "print the outcome as JSON: ok, rejected or unreachable")
    .addHelpText("after", EXAMPLES)
    .action(async (name: string, { json, project }: { json?: boolean; project?: string }) => {
      const { testStoredCredential } = await import("../../../credentials/test-credential.ts");
      await testStoredCredential({ name, project, isJson: json === true }, context);
    });
}
