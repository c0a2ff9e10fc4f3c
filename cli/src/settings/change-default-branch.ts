import { CatalystError } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { findRepository } from "../run/find-repository.ts";
import { registerRepository } from "../run/register-repository.ts";

/** Shows a repository's default branch, after the owner said it where `branch` isn't null. */
export async function changeDefaultBranch(
  { repo, branch, isJson }: { repo: string; branch: string | null; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  // As a base, a branch that isn't there is refused with the names of those that are.
  const found = await findRepository({ repo, base: branch }, context);
  if (branch !== null && found.baseBranch !== branch) {
    throw refuse(branch, `that is no branch of ${found.url}. Name one`);
  }
  if (branch !== null && found.defaultBranch.isSaid && found.defaultBranch.name !== branch) {
    const way = found.vcs === "local" ? ` Say it there: git remote set-head origin ${branch}` : "";
    throw refuse(branch, `${found.url} says itself that it is ${found.defaultBranch.name}.${way}`);
  }
  const name = await withStores(context, async (stores) => {
    const { id, defaultBranch } = await registerRepository(found, stores);
    if (branch !== null) {
      await stores.repos.setDefaultBranch(id, branch);
    }
    return branch ?? defaultBranch;
  });
  if (isJson) {
    output.json({ repository: found.url, defaultBranch: name });
  } else {
    output.data(cleanTerminalLine(name, 255));
  }
}

function refuse(branch: string, problem: string): CatalystError {
  return new CatalystError(
    "invalid_input",
    `Making ${cleanTerminalLine(branch, 255)} the default branch failed: ${problem}`,
  );
}
