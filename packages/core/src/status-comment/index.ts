/** What is told of a task where it came from: the one comment on its issue or pull request. */
export {
  type PostDeps,
  type Posted,
  postAgentStatusComment,
  type StatusWish,
} from "./post/post-agent-status-comment.ts";
export { StatusComment } from "./post/status-comment.ts";
export type { StatusCommentStore } from "./post/status-comment-store.ts";
export { type SendStatusCommentDeps, StatusPayload, sendStatusComment } from "./send-status-comment.ts";
export { sayOnForge } from "./text/forge-ways.ts";
