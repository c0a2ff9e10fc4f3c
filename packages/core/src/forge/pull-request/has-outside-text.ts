import { isOutside } from "../../task/context-piece.ts";
import type { TaskContext } from "../../task/task.ts";

/** Whether something that an agent of the task was told is by somebody for whom nobody who may write answers. */
export function hasOutsideText({
  author,
  pieces = [],
  hasOutsiderInput = false,
}: Pick<TaskContext, "author" | "pieces" | "hasOutsiderInput">): boolean {
  return (
    hasOutsiderInput || (author !== undefined && isOutside(author)) || pieces.some((piece) => isOutside(piece.author))
  );
}
