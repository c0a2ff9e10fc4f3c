"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { isTyping } from "../../frame/keys/is-typing.ts";
import { focusActs, focusedRow, moveFocus } from "./focused-row.ts";

interface ListKeys {
  searchRef: RefObject<HTMLInputElement | null>;
  /** Chooses the task of this number, or leaves it; absent: nothing is chosen here. */
  onSelect?: (task: number) => void;
}

/** Keys of a list: `/` searches, `J` and `K` go down and up, `X` chooses, `.` goes to what can be done. What has the focus is opened by `Enter`, as every link, and by `O`. */
export function useListKeys({ searchRef, onSelect }: ListKeys): void {
  const select = useEffectEvent((task: number) => onSelect?.(task));
  useEffect(() => {
    const acts: Record<string, (event: KeyboardEvent) => void> = {
      "/": (event) => {
        event.preventDefault();
        searchRef.current?.focus();
      },
      j: () => moveFocus(1),
      k: () => moveFocus(-1),
      o: () => focusedRow()?.click(),
      ".": focusActs,
      x: () => {
        const task = Number(focusedRow()?.dataset.task);
        if (task > 0) {
          select(task);
        }
      },
    };
    const onKey = (event: KeyboardEvent) => {
      if (!isTyping(event)) {
        acts[event.key]?.(event);
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [searchRef]);
}
