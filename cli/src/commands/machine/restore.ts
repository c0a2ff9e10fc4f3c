import { Command } from "commander";
import type { RestoreOptions } from "../../backup/restore/restore.ts";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ CATALYST_HOME=/srv/catalyst catalyst restore today.tar --keys /media/safe/keys
  $ catalyst restore today.tar --force    what is in the home is moved into a folder in it

Reads the whole backup before it changes anything. Restore only backups that you trust: who writes one decides who
may sign in.`;

export function restoreCommand(context: CliContext): Command {
  return new Command("restore")
    .description("bring a backup into an empty home")
    .argument("<file>", "what `catalyst backup` wrote")
    .option("--keys <file>", "the gateway's keys, as `backup --keys` wrote them")
    .option("--force", "move what is in the home aside")
    .option("--json", "print what was restored as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: RestoreOptions) => {
      const { restore } = await import("../../backup/restore/restore.ts");
      await restore(file, options, context);
    });
}
