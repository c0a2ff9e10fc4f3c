"use client";

import type { Task } from "@catalyst/api";
import { archiveAgentTask } from "../../actions/agent-tasks.ts";
import { isOver } from "../../tasks/need-of.ts";
import { useKey } from "../frame/keys/use-key.ts";
import { Button } from "../parts/form/button.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { KeyCap } from "../parts/shown/key-cap.tsx";

/** Takes a task that has ended out of the lists, or puts it back: nothing of it is lost, so nothing is asked. */
export function ArchiveButton({ task }: { task: Pick<Task, "number" | "status" | "archivedAt"> }) {
  const { isBusy, fault, act } = useAct();
  const isArchived = task.archivedAt !== null;
  const isPossible = isArchived || isOver(task);
  const archive = () => act(() => archiveAgentTask(String(task.number), !isArchived));
  useKey("e", () => {
    if (isPossible && !isBusy) {
      archive();
    }
  });
  return isPossible ? (
    <>
      <Button disabled={isBusy} aria-keyshortcuts="e" onClick={archive}>
        {isArchived ? "Unarchive" : "Archive"} <KeyCap>E</KeyCap>
      </Button>
      {fault === null ? null : <FaultNote fault={fault} />}
    </>
  ) : null;
}
