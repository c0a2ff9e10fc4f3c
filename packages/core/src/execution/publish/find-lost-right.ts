import { personOf } from "../../account/actor.ts";
import { mayWrite } from "../../account/forge-permission.ts";
import { may } from "../../account/rights/may.ts";
import { describeForgeProblem } from "../../forge/forge-outcome.ts";
import { findNamed, type Named, nameOf } from "../serving/find-named.ts";
import type { Step } from "../step.ts";
import type { Why } from "./objection.ts";

/** Why whoever asked may not have it published any more; null: they may. Throws `ForgeAway`. */
export async function findLostRight(step: Step): Promise<Why | null> {
  return (await findExcluded(step)) ?? (await findDisempowered(step));
}

async function findExcluded({ execution, repo, deps }: Step): Promise<Why | null> {
  const { askedBy } = execution;
  const project = await deps.accounts.findProject({ repoId: repo.id, userId: personOf(askedBy) });
  return project !== null && may(askedBy, "publish_result", project)
    ? null
    : ["not_allowed", "whoever asked for it may not publish in this project any more."];
}

/**
 * Who asked from the forge may have lost there what they had when they asked, and who asked here may do by our account only what they may themselves.
 * Where the forge can't say that they may, they may not.
 */
async function findDisempowered({ execution: { askedBy }, repo, deps }: Step): Promise<Why | null> {
  const named =
    repo.vcs === "local" && askedBy.kind !== "forge_account" ? KEEPER : await findNamed({ askedBy, repo }, deps);
  const forge = named.kind === "keeper" ? null : await deps.findForge(repo);
  if (named.kind === "keeper" || (forge === null && askedBy.kind !== "forge_account")) {
    return null;
  }
  const { accounts, isOwn } = named;
  for (const account of accounts) {
    const outcome = await forge?.findPermission({ repo, account });
    if (outcome?.kind !== "made") {
      const why =
        outcome === undefined ? "no GitHub App of ours is installed there" : describeForgeProblem(outcome.problem);
      const words = `nobody could be asked whether ${nameOf(account)} may still write in ${repo.url}: ${why}.`;
      return ["repository_unavailable", words];
    }
    if (mayWrite(outcome.permission)) {
      return null;
    }
  }
  const who = isOwn
    ? `${accounts.map(nameOf).join(", ")}, who asked for it,`
    : "whoever asked for it has no linked account, and who is in the project";
  return ["not_allowed", `${who} may not write in ${repo.url} any more.`];
}

const KEEPER: Named = { kind: "keeper", isOwn: true };
