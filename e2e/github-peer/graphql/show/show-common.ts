import type { IssuePlace } from "../../issues/issue-call.ts";
import { nodeId } from "../../views/view-account.ts";
import type { Asking } from "../asking.ts";
import { makeConnection, type PageArgs } from "../connection.ts";
import { kindOf } from "../found.ts";
import { showAccount, showComment, showWritten } from "./show-written.ts";

/** What issues and pull requests have both. */
export function showCommon(asking: Asking, place: IssuePlace) {
  const { issue, repository, world } = place;
  const { number, title, body, isLocked, closedAt } = issue;
  const path = issue.pullRequest ? "pull" : "issues";
  const people = issue.assignees.map((account) => showAccount(asking, account));
  const labels = issue.labels.map(({ id, name, color }) => ({ id: nodeId("Label", id), name, color }));
  const comments = issue.comments.map((comment) => showComment(asking, place, comment));
  return {
    ...{ id: nodeId(kindOf(issue), issue.id), number, title, body: body ?? "", bodyText: body ?? "", locked: isLocked },
    ...{ closed: issue.state === "closed", closedAt: closedAt?.toISOString() ?? null, activeLockReason: null },
    url: `${world.address}/${repository.owner.login}/${repository.name}/${path}/${number}`,
    ...showWritten(asking, place, issue),
    repository: () => asking.show({ kind: "Repository", repository }),
    assignees: (args: PageArgs) => makeConnection("assignees", people, args),
    labels: (args: PageArgs) => makeConnection("labels", labels, args),
    comments: (args: PageArgs) => makeConnection("comments", comments, args),
    timelineItems: (args: TimelineArgs) => makeConnection("timelineItems", listRenames(asking, issue, args), args),
  };
}

type TimelineArgs = PageArgs & { itemTypes?: readonly string[] | null };

/** Of all that a timeline has, who renamed it is built: for another kind GraphQL says so. */
function listRenames(asking: Asking, { events }: IssuePlace["issue"], { itemTypes }: TimelineArgs) {
  if (itemTypes?.join() !== "RENAMED_TITLE_EVENT") {
    throw new Error("timelineItems are built into the peer for RENAMED_TITLE_EVENT alone.");
  }
  return events.flatMap(({ id, rename, actor, createdAt: at }) =>
    rename === undefined
      ? []
      : [
          {
            ...{ __typename: "RenamedTitleEvent", id: nodeId("RenamedTitleEvent", id), createdAt: at.toISOString() },
            ...{ actor: showAccount(asking, actor), previousTitle: rename.from, currentTitle: rename.to },
          },
        ],
  );
}
