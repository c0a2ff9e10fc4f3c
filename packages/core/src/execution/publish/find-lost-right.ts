import { personOf } from "../../account/actor.ts";
import { mayWrite } from "../../account/forge-permission.ts";
import { may } from "../../account/rights/may.ts";
import { describeForgeProblem } from "../../forge/forge-outcome.ts";
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

/** Who asked from the forge may have lost there what they had when they asked. Where the forge can't say that they still may, they may not. */
async function findDisempowered({ execution, repo, deps }: Step): Promise<Why | null> {
  const { askedBy } = execution;
  if (askedBy.kind !== "forge_account") {
    return null;
  }
  const { accountId: id, login } = askedBy;
  const outcome = await (await deps.findForge(repo))?.findPermission({ repo, account: { id, login } });
  if (outcome?.kind !== "made") {
    const why =
      outcome === undefined ? "no GitHub App of ours is installed there" : describeForgeProblem(outcome.problem);
    return ["repository_unavailable", `nobody could be asked whether ${login} may still write in ${repo.url}: ${why}.`];
  }
  return mayWrite(outcome.permission)
    ? null
    : ["not_allowed", `${login}, who asked for it, may not write in ${repo.url} any more.`];
}
