import type { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { listing } from "../../../output/listing.ts";

interface SetupOptions {
  json?: boolean;
  org?: string;
  host: string;
  name?: string;
  webhook: boolean;
  labels?: boolean;
  user?: string[];
}

export function setupCommand(context: CliContext): Command {
  return listing("setup", "make an App by your browser, add it and wait until it is installed")
    .option("--org <name>", "whose App it becomes; yours unless it is said")
    .option("--host <host>", "its GitHub, where that is another", "github.com")
    .option("--name <name>", "what it is called; you can change it there")
    .option("--user <login:id...>", "accounts that people pick as assignee or reviewer for Catalyst")
    .option("--labels", "make the labels by which people ask for work, where it is installed")
    .option("--no-webhook", "it tells nothing: Catalyst asks for what happens")
    .action(async ({ json, org, name, webhook, labels, host, user }: SetupOptions) =>
      (await import("../../../github/setup/run-setup.ts")).runSetup(
        {
          ...{ host, organization: org ?? null, name: name ?? null },
          ...{ users: user ?? [], hasWebhook: webhook, hasLabels: labels === true, isJson: json === true },
        },
        context,
      ),
    );
}
