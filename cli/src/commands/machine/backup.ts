import { Command } from "commander";
import type { BackUpOptions } from "../../backup/make/back-up.ts";
import type { CliContext } from "../../cli-context.ts";

const EXAMPLES = `
Examples:
  $ catalyst backup                              catalyst-20261127-081500.tar in this folder
  $ catalyst backup /mnt/backups/today.tar
  $ catalyst backup today.tar --keys /media/safe/keys   and the gateway's keys, to a file of their own

Works while everything goes on, and while nothing runs. In it: the database, results that wait, agents that you
described. Not in it: the gateway's keys, sign-ins, mirrors, installed agents. More: docs/guide/backup.md`;

export function backupCommand(context: CliContext): Command {
  return new Command("backup")
    .description("write all that can't be made again into one file")
    .argument("[file]", "where to; it must not be there")
    .option("--keys <file>", "write the gateway's keys, which open credentials, into this file")
    .option("--json", "print what was written as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string | undefined, options: BackUpOptions) => {
      const { backUp } = await import("../../backup/make/back-up.ts");
      await backUp(file, options, context);
    });
}
