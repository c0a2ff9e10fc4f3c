import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst credentials open anthropic                  a key of your own
  $ catalyst credentials open anthropic --project shop/default
  $ catalyst credentials close anthropic

Whoever may write in a repository of yours and asks for work there, on GitHub, without a key of their own works with
an open one. You pay, and the comment on the issue says so. Budgets count: catalyst config set budgets.day.usd 20`;

export function credentialsOpenCommand(context: CliContext): Command {
  return accessCommand("open", "let a key pay for everyone who may write in your repositories", context).addHelpText(
    "after",
    EXAMPLES,
  );
}

export function credentialsCloseCommand(context: CliContext): Command {
  return accessCommand("close", "let an open key pay for its owner alone again", context);
}

function accessCommand(verb: "open" | "close", description: string, context: CliContext): Command {
  return new Command(verb)
    .description(description)
    .argument("<name>")
    .option("--project <name>", "a team's project: the team's credentials")
    .option("--json", "print the credential as JSON")
    .action(async (name: string, { json, project }: { json?: boolean; project?: string }) => {
      const { openCredential } = await import("../../../credentials/open-credential.ts");
      await openCredential({ name, project, isOpen: verb === "open", isJson: json === true }, context);
    });
}
