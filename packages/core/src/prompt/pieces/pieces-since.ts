import type { ContextPiece } from "../../task/context-piece.ts";
import type { TaskContext } from "../../task/task.ts";

/** What was written or changed since an agent of the task was last told what is around it: what one in its own session doesn't know. */
export function piecesSince({ pieces = [], gathering }: Pick<TaskContext, "pieces" | "gathering">): ContextPiece[] {
  const since = gathering?.since ?? null;
  return since === null ? [] : pieces.filter(({ createdAt, editedAt }) => (editedAt ?? createdAt) > since);
}
