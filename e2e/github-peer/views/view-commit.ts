import { readCommit } from "../git/read-commit.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { nodeId } from "./view-account.ts";

/** GitHub's `git-commit`. */
export async function viewGitCommit(world: World, repository: Repository, sha: string) {
  const { tree, parents, author, committer, message } = await readCommit(repository.folder, sha);
  const git = `${world.address}/repos/${fullName(repository)}/git`;
  const html = (commit: string) => `${world.address}/${fullName(repository)}/commit/${commit}`;
  return {
    ...{ sha, node_id: nodeId("Commit", sha), url: `${git}/commits/${sha}`, html_url: html(sha) },
    ...{ author, committer, message, tree: { sha: tree, url: `${git}/trees/${tree}` } },
    parents: parents.map((id) => ({ sha: id, url: `${git}/commits/${id}`, html_url: html(id) })),
    verification: viewVerification(world, repository, sha),
  };
}

/** What GitHub has made itself is signed; nothing else is, as the peer knows nobody's keys. */
function viewVerification(world: World, { signedCommits }: Repository, sha: string) {
  if (!signedCommits.has(sha)) {
    return { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };
  }
  const signature = "-----BEGIN PGP SIGNATURE-----\n\nGitHub's peer\n-----END PGP SIGNATURE-----\n";
  return { verified: true, reason: "valid", signature, payload: `${sha}\n`, verified_at: world.now().toISOString() };
}
