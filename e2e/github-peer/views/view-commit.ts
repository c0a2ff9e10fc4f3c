import { readCommit } from "../git/read-commit.ts";
import type { Account } from "../state/account.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";
import { nodeId, viewAccount } from "./view-account.ts";

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

/** GitHub's `commit`. */
export async function viewCommit(world: World, repository: Repository, sha: string) {
  const { tree, parents, author, committer, message } = await readCommit(repository.folder, sha);
  const api = `${world.address}/repos/${fullName(repository)}`;
  const html = (commit: string) => `${world.address}/${fullName(repository)}/commit/${commit}`;
  const view = (account: Account | undefined) => (account ? viewAccount(account, world.address) : null);
  return {
    ...{ sha, node_id: nodeId("Commit", sha), url: `${api}/commits/${sha}`, html_url: html(sha) },
    comments_url: `${api}/commits/${sha}/comments`,
    commit: {
      ...{ url: `${api}/git/commits/${sha}`, author, committer, message, comment_count: 0 },
      ...{ tree: { sha: tree, url: `${api}/git/trees/${tree}` } },
      verification: viewVerification(world, repository, sha),
    },
    author: view(findByEmail(world, author.email)),
    committer: view(findByEmail(world, committer.email)),
    parents: parents.map((id) => ({ sha: id, url: `${api}/commits/${id}`, html_url: html(id) })),
  };
}

/** An account is known by the address that GitHub gives it. */
function findByEmail({ accounts }: World, email: string): Account | undefined {
  return accounts.find(({ id, login }) => email === `${id}+${login}@users.noreply.github.com`);
}

/** GitHub's `simple-commit`, as checks have it. */
export async function viewSimpleCommit({ folder }: Repository, sha: string) {
  const { tree, author, committer, message } = await readCommit(folder, sha);
  const { name, email } = author;
  return {
    ...{ id: sha, tree_id: tree, message, timestamp: committer.date, author: { name, email } },
    committer: { name: committer.name, email: committer.email },
  };
}
