"use client";

import { useCallback, useSyncExternalStore } from "react";

/** Something to say about a line of a change. */
export interface LineComment {
  path: string;
  line: number;
  side: "additions" | "deletions";
  text: string;
}

const NONE: LineComment[] = [];
const known = new Map<string, LineComment[]>();
const watchers = new Set<() => void>();

interface LineComments {
  comments: LineComment[];
  add: (comment: LineComment) => void;
  remove: (comment: LineComment) => void;
  /** They were told. */
  clear: (told: readonly LineComment[]) => void;
}

/** What was said about lines of a task's changes, gathered until the next message takes it along, over reloads of the page. */
export function useLineComments(taskId: string): LineComments {
  const watch = useCallback((onChange: () => void) => {
    watchers.add(onChange);
    return () => void watchers.delete(onChange);
  }, []);
  const comments = useSyncExternalStore(
    watch,
    () => commentsOn(taskId),
    () => NONE,
  );
  const set = (next: LineComment[]) => {
    known.set(taskId, next);
    sessionStorage.setItem(nameOf(taskId), JSON.stringify(next));
    for (const watcher of watchers) {
      watcher();
    }
  };
  return {
    comments,
    add: (comment) => set([...comments, comment]),
    remove: (comment) => set(comments.filter((one) => one !== comment)),
    // What was said meanwhile stays.
    clear: (told) => set(commentsOn(taskId).filter((one) => !told.includes(one))),
  };
}

const nameOf = (taskId: string) => `line-comments:${taskId}`;

/** As this page wrote them; the same list until there is another. */
function commentsOn(taskId: string): LineComment[] {
  const there = known.get(taskId);
  if (there !== undefined) {
    return there;
  }
  const kept = sessionStorage.getItem(nameOf(taskId));
  const comments = kept === null ? NONE : (JSON.parse(kept) as LineComment[]);
  known.set(taskId, comments);
  return comments;
}

/** As an agent is told it. */
export function textOf({ path, line, side, text }: LineComment): string {
  return `On ${path}, line ${line}${side === "deletions" ? " (as it was before)" : ""}:\n${text}`;
}
