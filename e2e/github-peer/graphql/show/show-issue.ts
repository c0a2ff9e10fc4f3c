import { listClosing } from "../../issues/closing-references.ts";
import type { IssuePlace } from "../../issues/issue-call.ts";
import type { Issue } from "../../state/issue.ts";
import type { Repository } from "../../state/repository.ts";
import type { Asking } from "../asking.ts";
import { makeConnection, type PageArgs } from "../connection.ts";
import { showCommon } from "./show-common.ts";

export function showIssue(asking: Asking, place: IssuePlace) {
  const { issue, repository } = place;
  const show = (other: Issue) => asking.show({ kind: "Issue", place: { ...place, issue: other } });
  const parent = repository.issues.find(({ id }) => id === issue.parentId);
  return {
    ...showCommon(asking, place),
    ...{ __typename: "Issue", state: issue.state.toUpperCase(), stateReason: issue.stateReason?.toUpperCase() ?? null },
    parent: () => (parent ? show(parent) : null),
    subIssues: (args: PageArgs) => {
      const children = repository.issues.filter(({ parentId }) => parentId === issue.id);
      return makeConnection("subIssues", children.map(show), args);
    },
    closedByPullRequestsReferences: (args: PageArgs & { includeClosedPrs?: boolean }) => {
      const pulls = listClosers(repository, issue, args.includeClosedPrs ?? false);
      const shown = pulls.map((each) => asking.show({ kind: "PullRequest", place: { ...place, issue: each } }));
      return makeConnection("closedByPullRequestsReferences", shown, args);
    },
  };
}

function listClosers(repository: Repository, issue: Issue, isClosedToo: boolean): Issue[] {
  const pulls = repository.issues.filter(({ state }) => isClosedToo || state === "open");
  return pulls.filter((pull) => listClosing(repository, pull).includes(issue));
}
