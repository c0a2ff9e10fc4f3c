/** The webhooks that the peer emits, as GitHub's description names them. */
export const EVENTS: readonly string[] = [
  "issues-opened",
  "issues-edited",
  "issues-assigned",
  "issues-unassigned",
  "issues-labeled",
  "issues-unlabeled",
  "issues-closed",
  "issues-reopened",
  "issues-locked",
  "issues-unlocked",
  "issue-comment-created",
  "issue-comment-edited",
  "issue-comment-deleted",
];
