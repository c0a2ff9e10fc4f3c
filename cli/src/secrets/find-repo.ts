import type { Repo } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { Stores } from "../open-stores.ts";
import { findRepository } from "../run/find-repository.ts";
import { registerRepository } from "../run/register-repository.ts";

/** The stored repository that a person means, made if it isn't stored yet. Throws for what isn't a usable repository. */
export async function findRepo(
  repo: string,
  stores: Pick<Stores, "repos" | "accounts">,
  context: Pick<CliContext, "currentFolder" | "readConfig">,
): Promise<Repo> {
  return registerRepository(await findRepository({ repo, base: null }, context), stores);
}
