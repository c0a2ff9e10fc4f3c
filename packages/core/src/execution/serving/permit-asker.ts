import type { Actor } from "../../account/actor.ts";
import { mayWrite } from "../../account/forge-permission.ts";
import { CatalystError } from "../../catalyst-error.ts";
import { describeForgeProblem } from "../../forge/forge-outcome.ts";
import type { ForgePort } from "../../forge/forge-port.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { NextStep } from "../../way.ts";
import { type FindNamedDeps, findNamed, type Named, nameOf } from "./find-named.ts";

/** The forge of a repository before it is known whether it is to serve those who ask here. */
export interface ServingForge extends Pick<ForgePort, "findPermission"> {
  /** Somebody who may had us act there for the project before. */
  isOpened: boolean;
  /** From now on we act there for the project. */
  open(): Promise<void>;
}

export interface PermitAskerDeps extends FindNamedDeps {
  /** null: it has none, or none that is reached, so that it is read as by anybody. Throws `ForgeAway`. */
  findServing(repo: Repo): Promise<ServingForge | null>;
}

interface Asking {
  askedBy: Actor;
  repo: Repo;
  /** What is done once whoever asks may. */
  next?: NextStep;
}

/**
 * Throws `forbidden` where our account of a forge would read or do for whoever asks what GitHub doesn't let them: before anything is read there. Who asked from the
 * forge was looked up there when they did. Throws `ForgeAway`, and `unavailable` where the forge doesn't say it.
 */
export async function permitAsker({ askedBy, repo, next }: Asking, deps: PermitAskerDeps): Promise<void> {
  if (repo.vcs === "local" || askedBy.kind === "forge_account") {
    return;
  }
  const forge = await deps.findServing(repo);
  if (forge === null) {
    return;
  }
  const named = await findNamed({ askedBy, repo }, deps);
  const why = await whyNot(named, { repo, forge });
  if (why !== null) {
    const { host } = new URL(repo.url);
    throw new CatalystError("forbidden", `Working on ${repo.url} failed: ${why}`, {
      way: { kind: "link_account", host, next },
    });
  }
  if (!forge.isOpened) {
    await forge.open();
  }
}

async function whyNot(named: Named, { repo, forge }: { repo: Repo; forge: ServingForge }): Promise<string | null> {
  const { host } = new URL(repo.url);
  if (!named.isOwn && !forge.isOpened) {
    // Who is in a project didn't let it have the repository by that.
    return `Catalyst acts there for those who may write there, and no account of ${host} is linked to whoever asked for it.`;
  }
  if (named.kind === "keeper") {
    return null;
  }
  for (const account of named.accounts) {
    const outcome = await forge.findPermission({ repo, account });
    if (outcome.kind === "failed") {
      const problem = describeForgeProblem(outcome.problem);
      throw new CatalystError(
        "unavailable",
        `Working on ${repo.url} failed: nobody could be asked whether ${nameOf(account)} may write there: ${problem}.`,
      );
    }
    if (mayWrite(outcome.permission)) {
      return null;
    }
  }
  return named.isOwn
    ? `${named.accounts.map(nameOf).join(", ")}, linked to whoever asked for it, may not write there.`
    : `no account of ${host} is linked to whoever asked for it, and nobody in the project has one that may write there.`;
}
