import {
  type AgentConfig,
  type Base,
  CatalystError,
  chooseSettingsBase,
  describeSettingsBase,
  type Repo,
  type SettingsBase,
} from "@catalyst/core";
import { withRefs } from "@catalyst/git";
import type { Stores } from "../open-stores.ts";
import { showRevision } from "../output/show-revision.ts";
import type { RunRepository } from "../run/find-repository.ts";
import { registerRepository } from "../run/register-repository.ts";

/** Where settings and agents of a repository are read, for work that starts from a base of it. */
export interface SettingsSource extends Pick<RunRepository, "vcs" | "url" | "name" | "privateHosts"> {
  /** null: nothing of the repository counts. */
  commit: string | null;
  /** How a person calls it. */
  place: string;
  /** What a person should know of it; null: it is the base's own. */
  note: string | null;
  /** The commit that a person vouches for. */
  trustedCommit: string | null;
}

/** As the worker will choose it, too. `isVouchedFor`: a person trusts the base as it is now. */
export async function findSettingsSource(
  { repository, owner, isVouchedFor }: { repository: RunRepository; owner: AgentConfig; isVouchedFor: boolean },
  stores: Pick<Stores, "repos" | "accounts">,
): Promise<SettingsSource> {
  const repo = await registerRepository(repository, stores);
  const { baseBranch: name, baseCommit: commit, privateHosts } = repository;
  return choose({ repo, privateHosts }, owner, { name, commit, trustedCommit: isVouchedFor ? "base" : null });
}

interface Wish {
  name: string;
  /** null: what the name means now. */
  commit: string | null;
  /** "base": the base itself. */
  trustedCommit: string | null;
}

function choose(
  { repo, privateHosts }: { repo: Repo & { defaultBranch: string }; privateHosts: readonly string[] },
  { trustedBranches }: Pick<AgentConfig, "trustedBranches">,
  wish: Wish,
): Promise<SettingsSource> {
  const { vcs, url, name, defaultBranch } = repo;
  return withRefs({ address: { vcs, url, name }, privateHosts }, async (refs) => {
    const commit = wish.commit ?? (await refs.findRevision(wish.name));
    if (commit === null) {
      throw new CatalystError(
        "not_found",
        `Finding "${wish.name}" in ${url} failed: there is no such branch or tag. A commit is named by its whole name.`,
      );
    }
    const trustedCommit = wish.trustedCommit === "base" ? commit : wish.trustedCommit;
    const base: Base = { name: wish.name, commit, trustedCommit, defaultBranch, trustedBranches };
    const chosen = await chooseSettingsBase(base, refs);
    const note = describeSettingsBase({ name: showRevision(wish.name), trustedCommit }, chosen);
    return { vcs, url, name, privateHosts, trustedCommit, note, ...locate(chosen, base) };
  });
}

function locate(chosen: SettingsBase, { name }: Base): Pick<SettingsSource, "commit" | "place"> {
  switch (chosen.kind) {
    case "base":
      return { commit: chosen.commit, place: showRevision(name) };
    case "branch":
      return { commit: chosen.commit, place: chosen.branch };
    case "none":
      return { commit: null, place: "nowhere" };
  }
}
