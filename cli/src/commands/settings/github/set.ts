import type { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { listing } from "../../../output/listing.ts";

interface SetOptions {
  json?: boolean;
  user?: string[];
  removeUser?: string[];
}

export function setCommand(context: CliContext): Command {
  return listing("set", "add and remove accounts that people pick as assignee or reviewer for Catalyst")
    .argument("<app>", "its name, or its id here")
    .option("--user <login...>", "accounts to add; login:id where the number is to be checked")
    .option("--remove-user <login...>", "accounts that aren't picked for it any more")
    .action(async (app: string, { json, user, removeUser }: SetOptions) =>
      (await import("../../../github/set-users.ts")).setUsers(
        { app, users: user ?? [], removed: removeUser ?? [], isJson: json === true },
        context,
      ),
    );
}
