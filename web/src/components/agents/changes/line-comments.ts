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
  clear: () => void;
}

/** What was said about lines of a task's changes, gathered until the next message takes it along. */
export function useLineComments(taskId: string): LineComments {
  const watch = useCallback((onChange: () => void) => {
    watchers.add(onChange);
    return () => void watchers.delete(onChange);
  }, []);
  const comments = useSyncExternalStore(
    watch,
    () => known.get(taskId) ?? NONE,
    () => NONE,
  );
  const set = (next: LineComment[]) => {
    known.set(taskId, next);
    for (const watcher of watchers) {
      watcher();
    }
  };
  return {
    comments,
    add: (comment) => set([...comments, comment]),
    remove: (comment) => set(comments.filter((one) => one !== comment)),
    clear: () => set(NONE),
  };
}

/** As an agent is told it. */
export function textOf({ path, line, side, text }: LineComment): string {
  return `On ${path}, line ${line}${side === "deletions" ? " (as it was before)" : ""}:\n${text}`;
}
