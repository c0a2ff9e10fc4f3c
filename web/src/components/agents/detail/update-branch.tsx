"use client";

import type { Execution, Task } from "@catalyst/api";
import { useState } from "react";
import { updateAgentBranch } from "../../../actions/agent-tasks.ts";
import { asItIs } from "../../../tasks/as-it-is.ts";
import { updateCommand } from "../../../tasks/commands.ts";
import { canUpdate } from "../../../tasks/need-of.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { Button } from "../../parts/form/button.tsx";
import { Question } from "../../parts/form/question.tsx";
import { useAct } from "../../parts/form/use-act.ts";
import { FaultNote } from "../../parts/shown/fault-note.tsx";

/** Brings the newest base into a task's branch. */
export function UpdateBranch({ task, executions }: { task: Task; executions: readonly Execution[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isRebase, setIsRebase] = useState(false);
  const { isBusy, fault, once } = useAct();
  if (!canUpdate(task, executions)) {
    return null;
  }
  const update = () =>
    once(
      ["updateBranch", asItIs(task), isRebase],
      (name) => updateAgentBranch(String(task.number), { isRebase }, name),
      () => setIsOpen(false),
    );
  const base = task.baseBranch === null ? "the newest base" : `the newest ${visibleText(task.baseBranch)}`;
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Update from base</Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Bring ${base} into #${task.number}?`}
        command={updateCommand(task.number, isRebase)}
        confirm={{ words: "Update", isBusy, onConfirm: update }}
      >
        <p className="text-ink-2">
          Where its branch and the base don't conflict, no agent works and nothing is spent. Else the agent resolves the
          conflicts, and changes nothing else.
        </p>
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={isRebase} onChange={(event) => setIsRebase(event.target.checked)} />
          Make its commits a line on the base, instead of merging
        </label>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}
