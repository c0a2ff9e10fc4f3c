import type { RemadeCommit, Signing, UnsignedCommit } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { readVerification, Verified } from "./verification.ts";

const COMMITS = "/repos/{owner}/{repo}/git/commits";

/** A commit as GitHub shows it by its id. */
export const RestCommit = Verified.extend({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  tree: z.object({ sha: z.string() }),
  parents: z.array(z.object({ sha: z.string() })),
});

/**
 * Has GitHub make commits anew. It signs what it makes for an App when nobody is named as author or committer, as far as is known:
 * its own answer alone says whether it did. Throws `GitHubFault`.
 */
export async function remakeCommits(step: TokenStep, commits: readonly UnsignedCommit[]): Promise<Signing> {
  const published = new Map<string, string>();
  const remade: RemadeCommit[] = [];
  for (const commit of commits) {
    const parents = commit.parents.map((parent) => published.get(parent) ?? parent);
    const made = await make(step, { ...commit, parents });
    const isSame = made.tree.sha === commit.tree && made.parents.map(({ sha }) => sha).join() === parents.join();
    const reason = isSame ? readVerification(made) : "it made another commit than it was asked for";
    if (reason !== null) {
      return { kind: "unsigned", reason };
    }
    published.set(commit.commit, made.sha);
    remade.push({ checked: commit.commit, published: made.sha });
  }
  return { kind: "signed", remade };
}

function make({ asker, writer, repository }: TokenStep, { tree, parents, message }: UnsignedCommit) {
  const wish = { owner: repository.owner, repo: repository.name, tree, parents: [...parents], message };
  return writer.write({ urgency: "final" }, () => asker.ask(`POST ${COMMITS}`, wish, RestCommit));
}
