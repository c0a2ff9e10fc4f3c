import { findObject } from "../../git/refs.ts";
import type { Issue } from "../../state/issue.ts";
import { fullName, type Repository } from "../../state/repository.ts";
import { nodeId } from "../../views/view-account.ts";
import { actorOfAsking } from "../access.ts";
import type { Asking } from "../asking.ts";
import { makeConnection, type PageArgs } from "../connection.ts";
import { kindOf } from "../found.ts";
import { GraphqlRefusal } from "../refusal.ts";
import { showCommit } from "./show-commit.ts";
import { showAccount } from "./show-written.ts";

export function showRepository(asking: Asking, repository: Repository) {
  const { world } = asking;
  const { id, name, isPrivate, isArchived, defaultBranch, owner, issues } = repository;
  const place = (issue: Issue) => ({ world, repository, issue, actor: actorOfAsking(asking) });
  const show = (issue: Issue) => asking.show({ kind: kindOf(issue), place: place(issue) });
  const find = (kind: string, number: number, fits: (issue: Issue) => boolean) => {
    const issue = issues.find((each) => each.number === number && fits(each));
    if (!issue) {
      throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to ${kind} with the number of ${number}.`);
    }
    return show(issue);
  };
  const pulls = issues.filter(({ pullRequest }) => pullRequest !== null);
  return {
    ...{ __typename: "Repository", id: nodeId("Repository", id), databaseId: id, name, isPrivate, isArchived },
    ...{ nameWithOwner: fullName(repository), url: `${world.address}/${fullName(repository)}` },
    ...{ visibility: isPrivate ? "PRIVATE" : "PUBLIC", isFork: repository.parent !== null },
    owner: () => showAccount(asking, owner),
    defaultBranchRef: () => showRef(asking, repository, `refs/heads/${defaultBranch}`),
    ref: ({ qualifiedName: ref }: { qualifiedName: string }) => {
      return showRef(asking, repository, ref.startsWith("refs/") ? ref : `refs/heads/${ref}`);
    },
    issue: ({ number }: { number: number }) => find("an Issue", number, (issue) => issue.pullRequest === null),
    pullRequest: ({ number }: { number: number }) =>
      find("a PullRequest", number, (issue) => issue.pullRequest !== null),
    issueOrPullRequest: ({ number }: { number: number }) => find("an issue or pull request", number, () => true),
    pullRequests: (args: PageArgs) => makeConnection("pullRequests", pulls.map(show), args),
  };
}

/** null: it isn't there. */
export async function showRef(asking: Asking, repository: Repository, ref: string) {
  const sha = await findObject(repository.folder, ref, "commit");
  const name = ref.replace(/^refs\/(heads|tags)\//, "");
  return (
    sha && {
      ...{ __typename: "Ref", id: nodeId("Ref", `${repository.id}:${ref}`), name, prefix: ref.slice(0, -name.length) },
      target: () => showCommit(asking, repository, sha),
    }
  );
}
