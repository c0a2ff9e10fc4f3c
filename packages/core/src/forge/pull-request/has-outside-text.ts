import { isOutside } from "../../task/context-piece.ts";
import type { TaskContext } from "../../task/task.ts";

/** Whether something that the agent was told is by somebody for whom nobody who may write answers. */
export function hasOutsideText({ author, pieces = [] }: Pick<TaskContext, "author" | "pieces">): boolean {
  return (author !== undefined && isOutside(author)) || pieces.some((piece) => isOutside(piece.author));
}
