import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst config check
  $ catalyst config check --repo ../shop --base main

Reads .catalyst/config.yaml and devcontainer.json as they are in the checkout, with --base as they are
committed there, and shows the settings that a task gets and who said each.`;

interface CheckOptions {
  repo: string;
  base?: string;
  project?: string;
  json?: boolean;
}

export function configCheckCommand(context: CliContext): Command {
  return new Command("check")
    .description("check a repository's settings and show what counts")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--repo <path|url>", "a folder on this machine or an https address", ".")
    .option("--base <revision>", "read what is committed there")
    .option("--json", "print them as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async ({ repo, base, project, json }: CheckOptions) => {
      const { checkSettings } = await import("../../../settings/check-settings.ts");
      await checkSettings({ repo, project, base: base ?? null, isJson: json === true }, context);
    });
}
