import { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { listing } from "../../../output/listing.ts";

interface WatchOptions {
  json?: boolean;
  host: string;
  asMe?: boolean;
}

export function watchCommand(context: CliContext): Command {
  return listing(
    "watch",
    "try it in one repository without an App: as you, by a token of yours for it, which is asked for",
  )
    .argument("<owner/repo>", "the repository")
    .option("--as-me", "what is done there is done as you; without this nothing is watched")
    .option("--host <host>", "its GitHub, where that is another", "github.com")
    .action(async (repository: string, { json, host, asMe }: WatchOptions) =>
      (await import("../../../github/watch/run-watch.ts")).runWatch(
        { repository, host, isAsMe: asMe === true, isJson: json === true },
        context,
      ),
    );
}

export function unwatchCommand(context: CliContext): Command {
  return new Command("unwatch")
    .description("end that, and forget the token; says what stays at GitHub")
    .argument("<owner/repo>", "the repository")
    .option("--host <host>", "its GitHub, where that is another", "github.com")
    .action(async (repository: string, { host }: { host: string }) =>
      (await import("../../../github/watch/run-unwatch.ts")).runUnwatch({ repository, host }, context),
    );
}
