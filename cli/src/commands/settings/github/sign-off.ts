import type { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import type { SignOffInput } from "../../../github/sign-off.ts";
import { listing } from "../../../output/listing.ts";

export function signOffCommand(context: CliContext): Command {
  return listing("sign-off", "let commits that you ask for be signed off in your name, or see whether you do")
    .option("--name <name>", "as whom")
    .option("--email <address>", "by which address")
    .option("--remove", "let it no more")
    .action(async ({ json, ...options }: Omit<SignOffInput, "isJson"> & { json?: boolean }) => {
      const { runSignOff } = await import("../../../github/sign-off.ts");
      return runSignOff({ ...options, isJson: json === true }, context);
    });
}
