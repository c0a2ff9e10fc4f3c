import { parseRepositoryUrl, readAskedHead } from "@catalyst/git/apart";
import { findElsewhere } from "../api/find-elsewhere.ts";
import type { CliContext } from "../cli-context.ts";

/**
 * What a person or a program of theirs calls a repository: a folder with its HEAD as it is at this moment, or an address. For a
 * server elsewhere, an address or what a registered one is called. Throws for a folder that is none, or that isn't seen there.
 */
export async function findRepository(
  said: string,
  context: Pick<CliContext, "currentFolder" | "home" | "server" | "readConfig">,
) {
  const home = context.home ?? (await context.readConfig()).home;
  const elsewhere = await findElsewhere({ home, server: context.server });
  if (elsewhere !== null) {
    const { nameElsewhere } = await import("./name-elsewhere.ts");
    return nameElsewhere(said, elsewhere.url);
  }
  const { vcs, url } = parseRepositoryUrl(said, context.currentFolder);
  return vcs === "local"
    ? ({ kind: "folder", ...(await readAskedHead(url)) } as const)
    : ({ kind: "url", url } as const);
}
