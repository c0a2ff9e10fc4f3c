import { CatalystError } from "@catalyst/core/apart";
import { nameRepository } from "./name-repository.ts";

const SHOWN_CHARACTERS = 200;
/** `.`, `..`, what is below them and `~`: they mean a folder of this machine, and nothing elsewhere. */
const FOLDER_HERE = /^(\.{1,2}|~)(\/|$)/;

/**
 * What a person calls a repository of the server at this URL, which sees no folder of this machine: an address, or what a
 * registered one is called. Throws `unsupported` for a folder here.
 */
export function nameElsewhere(said: string, url: string) {
  if (FOLDER_HERE.test(said)) {
    throw new CatalystError(
      "unsupported",
      `Asking for a task failed: ${url} is asked over the network, and sees no folder of this machine (${said.slice(0, SHOWN_CHARACTERS)}).`,
      { way: { kind: "name_repository", how: "registered" } },
    );
  }
  const named = nameRepository(said, "/");
  return named.kind === "url" ? named : ({ kind: "registered", name: said } as const);
}
