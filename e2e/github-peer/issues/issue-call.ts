import { actorOf } from "../auth/caller.ts";
import { notFound, Refusal } from "../door/refusal.ts";
import type { RepositoryCall } from "../route.ts";
import { type Account, isAtLeast, type Role } from "../state/account.ts";
import type { Issue } from "../state/issue.ts";
import type { Repository } from "../state/repository.ts";
import { roleOf } from "../state/repository.ts";
import type { World } from "../state/world.ts";

/** Who does something to an issue, and where. */
export interface IssuePlace {
  world: World;
  repository: Repository;
  issue: Issue;
  actor: Account;
}

/** The issue that the path names, and as whom the caller is seen. */
export function readPlace({ world, repository, caller, path }: RepositoryCall): IssuePlace {
  const issue = repository.issues.find(({ number }) => number === path.issue_number);
  if (!issue) {
    throw refuseGone(world, repository, Number(path.issue_number));
  }
  return { world, repository, issue, actor: actorOf(world, caller) };
}

/** A deleted issue is gone, a transferred one is somewhere else, another was never there. */
function refuseGone({ address }: World, { goneIssues }: Repository, number: number): Refusal {
  const gone = goneIssues.get(number);
  if (gone === undefined) {
    return notFound();
  }
  if (gone === null) {
    return new Refusal(410, "This issue was deleted");
  }
  const location = `${address}/repositories/${gone.repository.id}/issues/${gone.number}`;
  return new Refusal(301, "Moved Permanently", { body: { url: location }, headers: { location } });
}

/** The caller has this role or more; an App that got so far has the permission. */
export function hasRole({ caller, repository }: RepositoryCall, role: Role): boolean {
  return (
    caller.kind === "installation" || (caller.kind === "person" && isAtLeast(roleOf(repository, caller.account), role))
  );
}
