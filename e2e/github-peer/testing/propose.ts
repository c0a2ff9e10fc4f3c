import { expect } from "vitest";
import { createGitRepository, type GitRepository } from "../../git-repository.ts";
import type { Peer } from "../make-peer.ts";
import { askAsPerson } from "./ask.ts";

/** A person at a checkout of the repository, who pushes over HTTP with their own token. */
export interface Checkout {
  git: GitRepository["git"];
  write: GitRepository["write"];
  /** Commits the files and pushes them to the branch; returns the commit when the peer has followed. */
  push(branch: string, files: Record<string, string>): Promise<string>;
}

export async function checkOut(peer: Peer, person: string, name: string): Promise<Checkout> {
  const local = await createGitRepository({});
  const remote = `${peer.address.replace("://", `://${person}:${peer.person(person).token}@`)}/${name}.git`;
  await local.git("remote", "add", "origin", remote);
  await local.git("fetch", "--quiet", "origin");
  await local.git("reset", "--quiet", "--hard", "origin/main");
  return {
    git: local.git,
    write: local.write,
    async push(branch, files) {
      await local.write(files);
      await local.git("add", "--all");
      await local.git("commit", "--quiet", "--message=Change");
      const before = peer.pushes.length;
      await local.git("push", "--quiet", "--force", "origin", `HEAD:refs/heads/${branch}`);
      await expect.poll(() => peer.pushes.length).toBe(before + 1);
      return local.git("rev-parse", "HEAD");
    },
  };
}

/** Opens a pull request of the branch as the person. */
export async function propose(peer: Peer, person: string, wish: { name: string; head: string; draft?: boolean }) {
  const [owner = "", repo = ""] = wish.name.split("/");
  const { head, draft = false } = wish;
  const path = "POST /repos/{owner}/{repo}/pulls";
  return (await askAsPerson(peer, person).request(path, { owner, repo, head, base: "main", title: "Mend", draft }))
    .data;
}
