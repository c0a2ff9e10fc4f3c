"use client";

import type { Task } from "@catalyst/api";
import { useState } from "react";
import { cancelAgentTask } from "../../actions/agent-tasks.ts";
import { isOver } from "../../tasks/need-of.ts";
import { Button } from "../parts/form/button.tsx";
import { Question } from "../parts/form/question.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { FaultNote } from "../parts/shown/fault-note.tsx";

type Stopped = Pick<Task, "number" | "status" | "cancelRequestedAt" | "branch">;

/** TerminateButton: asks once, and says what stays. */
export function TerminateButton({ task }: { task: Stopped }) {
  const [isOpen, setIsOpen] = useState(false);
  const { isBusy, fault, act } = useAct();
  if (isOver(task)) {
    return null;
  }
  const isStopping = task.cancelRequestedAt !== null || isBusy;
  const stop = () =>
    act(
      () => cancelAgentTask(String(task.number)),
      () => setIsOpen(false),
    );
  return (
    <>
      <Button tone="danger" disabled={isStopping} onClick={() => setIsOpen(true)}>
        {isStopping ? "Stopping…" : "Stop"}
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Stop task #${task.number}?`}
        command={`catalyst tasks cancel ${task.number}`}
        confirm={{ words: "Stop", isDanger: true, isBusy: isStopping, onConfirm: stop }}
      >
        <p className="text-ink-2">
          What it has committed is kept{task.branch === null ? "" : ` for ${task.branch}`}; its environment is removed.
        </p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}
