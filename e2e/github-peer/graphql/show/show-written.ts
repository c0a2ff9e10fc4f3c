import type { IssuePlace } from "../../issues/issue-call.ts";
import type { Account } from "../../state/account.ts";
import type { Comment, Written } from "../../state/written.ts";
import { nodeId } from "../../views/view-account.ts";
import { associate } from "../../views/view-issue.ts";
import type { Asking } from "../asking.ts";
import { makeConnection, type PageArgs } from "../connection.ts";

export function showAccount({ world }: Asking, { id, login, type }: Account) {
  // GraphQL names an App's account without what REST puts behind it.
  const name = login.replace(/\[bot\]$/, "");
  const url = `${world.address}/${type === "Bot" ? "apps/" : ""}${name}`;
  return { __typename: type, id: nodeId(type, id), databaseId: id, login: name, url, avatarUrl: `${url}.png` };
}

/** What all texts have: who wrote them when, and how they were changed since. */
export function showWritten(asking: Asking, { repository, actor }: IssuePlace, written: Written) {
  const { author, createdAt, updatedAt, edits } = written;
  const last = edits.at(-1);
  return {
    ...{ databaseId: written.id, fullDatabaseId: String(written.id), author: showAccount(asking, author) },
    ...{ authorAssociation: associate(repository, author.id), viewerDidAuthor: author.id === actor.id },
    ...{ createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
    ...{ lastEditedAt: last?.at.toISOString() ?? null, editor: last ? showAccount(asking, last.editor) : null },
    includesCreatedEdit: last !== undefined,
    userContentEdits: (args: PageArgs) => makeConnection("userContentEdits", showEdits(asking, written), args),
  };
}

/** The newest first, and the writing itself as the oldest, as soon as something was changed. */
function showEdits(asking: Asking, { id, author, createdAt, edits }: Written) {
  const first = { id, editor: author, at: createdAt };
  return [...(edits.length > 0 ? [first] : []), ...edits].toReversed().map((edit) => ({
    ...{ id: nodeId("UserContentEdit", edit.id), editor: showAccount(asking, edit.editor), diff: null },
    ...{ createdAt: edit.at.toISOString(), editedAt: edit.at.toISOString(), updatedAt: edit.at.toISOString() },
    ...{ deletedAt: null, deletedBy: null },
  }));
}

export function showMinimized({ minimizedReason }: Pick<Comment, "minimizedReason">) {
  return { isMinimized: minimizedReason !== null, minimizedReason, viewerCanMinimize: true };
}

export function showComment(asking: Asking, place: IssuePlace, comment: Comment) {
  const { world, repository, issue } = place;
  const path = `${repository.owner.login}/${repository.name}/issues/${issue.number}#issuecomment-${comment.id}`;
  return {
    ...{
      __typename: "IssueComment",
      id: nodeId("IssueComment", comment.id),
      body: comment.body,
      bodyText: comment.body,
    },
    ...{ ...showWritten(asking, place, comment), ...showMinimized(comment), url: `${world.address}/${path}` },
  };
}
