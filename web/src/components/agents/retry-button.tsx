"use client";

import type { Task } from "@catalyst/api";
import Link from "next/link";
import { useState } from "react";
import { retryAgentTask } from "../../actions/agent-tasks.ts";
import { asItIs } from "../../tasks/as-it-is.ts";
import { type RetryWish, retryCommand } from "../../tasks/commands.ts";
import { canRetry } from "../../tasks/need-of.ts";
import { agentName } from "../../words/agent-name.ts";
import { useKey } from "../frame/keys/use-key.ts";
import { Button } from "../parts/form/button.tsx";
import { controlLook } from "../parts/form/control-look.ts";
import { Field, TextField } from "../parts/form/field.tsx";
import { Question } from "../parts/form/question.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { KeyCap } from "../parts/shown/key-cap.tsx";

interface RetryButtonProps {
  task: Pick<Task, "id" | "number" | "status" | "agentType" | "startedAt" | "completedAt">;
  /** Others that could try. */
  agents: { id: string; name: string }[];
}

const AS_BEFORE: RetryWish = { agent: "", model: "", minutes: "" };
const MAX_MINUTES = 1440;

/** RetryButton: afresh, by the same agent or by another. */
export function RetryButton({ task, agents }: RetryButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [wish, setWish] = useState(AS_BEFORE);
  const { isBusy, fault, once } = useAct();
  const isRetried = canRetry(task);
  useKey("r", () => setIsOpen(isRetried));
  if (!isRetried) {
    return null;
  }
  return (
    <>
      <Button tone="primary" aria-keyshortcuts="r" onClick={() => setIsOpen(true)}>
        Retry <KeyCap>R</KeyCap>
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Try #${task.number} again?`}
        command={retryCommand(task.number, wish)}
        confirm={{
          words: "Retry",
          isBusy,
          onConfirm: () =>
            once(
              ["retryTask", asItIs(task), wish],
              (name) => retryAgentTask(String(task.number), bodyOf(wish), name),
              () => setIsOpen(false),
            ),
        }}
      >
        <RetryFields
          wish={wish}
          onChange={(changed) => setWish({ ...wish, ...changed })}
          before={task.agentType}
          others={agents.filter((other) => other.id !== task.agentType)}
        />
        <p>
          <Link href={`/agent-tasks/new?from=${task.number}`} className="text-accent underline">
            Edit and start again
          </Link>{" "}
          <span className="text-ink-2">opens a new task with what this one was asked.</span>
        </p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}

function bodyOf({ agent, model, minutes }: RetryWish) {
  const wanted = { agent: agent === "" ? null : agent, model: model.trim() === "" ? null : model.trim() };
  return {
    agent: wanted.agent === null && wanted.model === null ? null : wanted,
    timeoutSeconds: minutes === "" ? null : Math.round(Number(minutes) * 60),
  };
}

interface RetryFieldsProps {
  wish: RetryWish;
  onChange: (changed: Partial<RetryWish>) => void;
  /** Its id; null: none was chosen. */
  before: string | null;
  others: RetryButtonProps["agents"];
}

function RetryFields({ wish, onChange, before, others }: RetryFieldsProps) {
  return (
    <>
      <Field label="Which agent">
        {(ids) => (
          <select
            {...ids}
            value={wish.agent}
            onChange={(event) => onChange({ agent: event.target.value })}
            className={controlLook}
          >
            <option value="">The same as before{before === null ? "" : `: ${agentName(before)}`}</option>
            {others.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Model"
          placeholder={wish.agent === "" ? "as before" : "the agent's own"}
          maxLength={255}
          value={wish.model}
          onChange={(event) => onChange({ model: event.target.value })}
        />
        <TextField
          {...{ label: "Minutes", type: "number", min: 1, max: MAX_MINUTES, step: 1, inputMode: "numeric" }}
          placeholder="as long as before"
          value={wish.minutes}
          onChange={(event) => onChange({ minutes: event.target.value })}
        />
      </div>
    </>
  );
}
