import { personOf } from "../../account/actor.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import { mayWrite } from "../../account/forge-permission.ts";
import { may } from "../../account/rights/may.ts";
import { describeForgeProblem } from "../../forge/forge-outcome.ts";
import type { PermissionWish } from "../../forge/forge-port.ts";
import type { Step } from "../step.ts";
import type { Why } from "./objection.ts";

type ForgeNamed = PermissionWish["account"];

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
 * Who asked from the forge may have lost there what they had when they asked, and who asked here may do by our App only what they may themselves.
 * Where the forge can't say that they may, they may not.
 */
async function findDisempowered(step: Step): Promise<Why | null> {
  const { repo, deps } = step;
  const accounts = await findAccounts(step);
  const forge = accounts.length === 0 ? null : await deps.findForge(repo);
  if (accounts.length === 0 || (forge === null && step.execution.askedBy.kind !== "forge_account")) {
    return null;
  }
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
  const names = accounts.map(nameOf).join(", ");
  return ["not_allowed", `${names}, who asked for it, may not write in ${repo.url} any more.`];
}

/** By which accounts of the forge whoever asked may write there. The machine's owner is who had the App let in. */
async function findAccounts({ execution, repo, deps }: Step): Promise<ForgeNamed[]> {
  const { askedBy } = execution;
  if (askedBy.kind === "forge_account") {
    return [{ id: askedBy.accountId, login: askedBy.login }];
  }
  if ((askedBy.kind !== "person" && askedBy.kind !== "api_key") || repo.vcs === "local") {
    return [];
  }
  const forge = forgeOfHost(new URL(repo.url).host);
  const links = await deps.accounts.listForgeLinks(askedBy.userId);
  return links.filter((link) => link.forge === forge).map(({ accountId: id }) => ({ id, login: null }));
}

function nameOf({ id, login }: ForgeNamed): string {
  return login ?? `the account ${id}`;
}
