import type { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { listing } from "../../../output/listing.ts";

interface ConnectOptions {
  json?: boolean;
  host: string;
  list?: boolean;
  remove?: boolean;
}

export function connectCommand(context: CliContext): Command {
  return listing("connect", "make your account at GitHub yours here: your key pays for what it asks for")
    .option("--host <host>", "its GitHub, where that is another", "github.com")
    .option("--list", "the accounts that are yours")
    .option("--remove", "have none of it be yours")
    .action(async ({ json, host, list, remove }: ConnectOptions) => {
      const { runConnect, listLinks, removeLinks } = await import("../../../github/connect/run-connect.ts");
      const isJson = json === true;
      if (list === true) {
        return listLinks({ isJson }, context);
      }
      return remove === true ? removeLinks({ host }, context) : runConnect({ host, isJson }, context);
    });
}
