import type { CliContext } from "../cli-context.ts";

/** Where logins are kept: the home, whose other settings don't matter for that. Throws `invalid_configuration`. */
export async function findLoginHome({ home, readConfig }: Pick<CliContext, "home" | "readConfig">): Promise<string> {
  return home ?? (await readConfig()).home;
}
