"use client";

import type { ListedTask } from "@catalyst/api";
import { useState } from "react";
import { archiveAgentTask } from "../../../actions/agent-tasks.ts";
import type { Fault } from "../../../api/fault.ts";
import { isOver } from "../../../tasks/need-of.ts";
import { useKey } from "../../frame/keys/use-key.ts";
import { useAct } from "../../parts/form/use-act.ts";
import { askEach } from "./ask-each.ts";
import { focusedRow, leaveRow } from "./focused-row.ts";

interface ArchiveWish {
  tasks: readonly ListedTask[];
  selected: ReadonlySet<number>;
  /** Those of the list are archived: they are put back. */
  isBack: boolean;
  onDone: () => void;
}

export interface Archive {
  /** Of the selected ones those that it can be done with. */
  meant: readonly ListedTask[];
  archive: () => void;
  /** The same with one of the list; null: it can't be done with it. */
  archiveOne: (task: ListedTask) => (() => void) | null;
  /** What was done last and may be undone. */
  done: readonly ListedTask[];
  undo: () => void;
  fault: Fault | null;
}

/** `E` takes what is selected, or the task that has the focus, out of the list; among those that are archived, back into it. */
export function useArchive({ tasks, selected, isBack, onDone }: ArchiveWish): Archive {
  const { fault, act } = useAct();
  const [done, setDone] = useState<readonly ListedTask[]>([]);
  const set = (meant: readonly ListedTask[], isArchived: boolean, after: () => void) => {
    if (meant.length > 0) {
      act(() => askEach(meant, ({ number }) => archiveAgentTask(String(number), isArchived)), after);
    }
  };
  const possible = (task: ListedTask) => task.rights.act && (isBack || isOver(task));
  const meant = tasks.filter((task) => selected.has(task.number) && possible(task));
  const archive = (those: readonly ListedTask[]) =>
    set(those, !isBack, () => {
      setDone(those);
      onDone();
    });
  useKey("e", () => {
    if (selected.size > 0) {
      archive(meant);
      return;
    }
    const number = Number(focusedRow()?.dataset.task);
    const focused = tasks.filter((task) => task.number === number && possible(task));
    if (focused.length > 0) {
      leaveRow();
      archive(focused);
    }
  });
  return {
    meant,
    archive: () => archive(meant),
    archiveOne: (task) => (possible(task) ? () => archive([task]) : null),
    done,
    undo: () => set(done, isBack, () => setDone([])),
    fault,
  };
}
