import { listClosing } from "../../issues/closing-references.ts";
import type { IssuePlace } from "../../issues/issue-call.ts";
import { readPullPlace } from "../../pulls/pull-call.ts";
import { listThreads } from "../../review-comments/threads.ts";
import { isShownTo } from "../../reviews/pending.ts";
import { findRepositoryById } from "../../state/world.ts";
import type { Asking } from "../asking.ts";
import { makeConnection, type PageArgs } from "../connection.ts";
import { showCommitId } from "./show-commit.ts";
import { showCommon } from "./show-common.ts";
import { showAccount } from "./show-written.ts";

export function showPull(asking: Asking, at: IssuePlace) {
  const place = readPullPlace(at);
  const { issue, pull, repository, world, actor } = place;
  const closing = listClosing(repository, issue);
  const reviews = pull.reviews.filter((review) => isShownTo(review, actor));
  const head = findRepositoryById(world, pull.headRepositoryId);
  const page = <Item>(name: string, items: readonly Item[]) => {
    return (args: PageArgs) => makeConnection(name, items, args);
  };
  return {
    ...{ ...showCommon(asking, place), __typename: "PullRequest", isDraft: pull.isDraft, merged: pull.merge !== null },
    state: pull.merge ? "MERGED" : issue.state.toUpperCase(),
    ...{ mergedAt: pull.merge?.at.toISOString() ?? null, mergedBy: pull.merge && showAccount(asking, pull.merge.by) },
    ...{ mergeCommit: pull.merge && showCommitId(asking, repository, pull.merge.sha) },
    ...{ mergeable: pull.size.isMergeable ? "MERGEABLE" : "CONFLICTING", isCrossRepository: head !== repository },
    ...{ headRefName: pull.head, headRefOid: pull.headSha, baseRefName: pull.base, baseRefOid: pull.baseSha },
    ...{ additions: pull.size.additions, deletions: pull.size.deletions, changedFiles: pull.size.files },
    headRepository: () => (head ? asking.show({ kind: "Repository", repository: head }) : null),
    headRepositoryOwner: () => (head ? showAccount(asking, head.owner) : null),
    reviewThreads: (args: PageArgs) => {
      return makeConnection(
        "reviewThreads",
        listThreads(pull).map((first) => asking.show({ kind: "PullRequestReviewThread", place, pull, comment: first })),
        args,
      );
    },
    reviews: (args: PageArgs) => {
      return makeConnection(
        "reviews",
        reviews.map((review) => asking.show({ kind: "PullRequestReview", place, pull, review })),
        args,
      );
    },
    closingIssuesReferences: page(
      "closingIssuesReferences",
      closing.map((each) => asking.show({ kind: "Issue", place: { ...at, issue: each } })),
    ),
  };
}
