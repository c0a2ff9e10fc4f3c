import { createGit } from "../../workspace/git.ts";
import type { Work } from "../../workspace/own-repository.ts";

/** The agent may have put something without end where git reads its settings. */
const ASK_SECONDS = 10;

/** `working_tree`: it belongs to the repository itself. `plain`: it is no repository. */
export type FoundFolder =
  | { kind: "plain" }
  | { kind: "working_tree" }
  | { kind: "repository"; head: string | null; objects: string | null };

/** What a folder of the agent's is. */
export async function lookInto(work: Work, folder: string): Promise<FoundFolder> {
  const ask = (place: string, ...args: string[]) =>
    createGit({ env: work.env, folder: place, timeoutSeconds: ASK_SECONDS }).ask(
      "rev-parse",
      "--path-format=absolute",
      ...args,
    );
  // git looks further up where a folder is none.
  if ((await ask(folder, "--show-toplevel")) !== folder) {
    return { kind: "plain" };
  }
  const around = await ask(work.repositoryPath, "--git-common-dir");
  if (around !== null && around === (await ask(folder, "--git-common-dir"))) {
    return { kind: "working_tree" };
  }
  const head = await ask(folder, "--verify", "--quiet", "HEAD^{commit}");
  return { kind: "repository", head, objects: await ask(folder, "--git-path", "objects") };
}
