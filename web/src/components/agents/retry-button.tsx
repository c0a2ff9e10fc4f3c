"use client";

import type { Task } from "@catalyst/api";
import { useId, useState } from "react";
import { retryAgentTask } from "../../actions/agent-tasks.ts";
import { useKey } from "../frame/keys/use-key.ts";
import { Button } from "../parts/form/button.tsx";
import { Question } from "../parts/form/question.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { KeyCap } from "../parts/shown/key-cap.tsx";

interface RetryButtonProps {
  task: Pick<Task, "number" | "status" | "agentType">;
  /** Others that could try. */
  agents: { id: string; name: string }[];
}

/** RetryButton: afresh, by the same agent or by another. */
export function RetryButton({ task, agents }: RetryButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [agent, setAgent] = useState("");
  const { isBusy, fault, act } = useAct();
  const id = useId();
  const canRetry = task.status === "failed" || task.status === "cancelled";
  useKey("r", () => setIsOpen(canRetry));
  if (!canRetry) {
    return null;
  }
  const body = { agent: agent === "" ? null : { agent } };
  return (
    <>
      <Button tone="primary" aria-keyshortcuts="r" onClick={() => setIsOpen(true)}>
        Retry <KeyCap>R</KeyCap>
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Try #${task.number} again?`}
        command={`catalyst tasks retry ${task.number}${agent === "" ? "" : ` --agent ${agent}`}`}
        confirm={{
          words: "Retry",
          isBusy,
          onConfirm: () =>
            act(
              () => retryAgentTask(String(task.number), body),
              () => setIsOpen(false),
            ),
        }}
      >
        <label htmlFor={id} className="flex flex-col gap-1">
          Which agent
          <select
            id={id}
            value={agent}
            onChange={(event) => setAgent(event.target.value)}
            className="h-8 rounded-control border border-line bg-surface px-2 max-sm:h-11"
          >
            <option value="">The same as before</option>
            {agents
              .filter((other) => other.id !== task.agentType)
              .map((other) => (
                <option key={other.id} value={other.id}>
                  {other.name}
                </option>
              ))}
          </select>
        </label>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}
