"use client";

import { useState } from "react";
import type { Choices } from "../../tasks/new/choices.ts";
import type { NewTask } from "../../tasks/new/new-task.ts";
import { Button } from "../parts/form/button.tsx";
import { useIsListening } from "../parts/form/use-is-listening.ts";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { SendKeys } from "../parts/shown/key-cap.tsx";
import { StatusMark } from "../parts/shown/status-mark.tsx";
import { AdvancedFields } from "./new/advanced-fields.tsx";
import { AgentField } from "./new/agent-field.tsx";
import { LimitFields } from "./new/limit-fields.tsx";
import { PlaceFields } from "./new/place-fields.tsx";
import { PromptField } from "./new/prompt-field.tsx";
import { type NewTaskState, useNewTask } from "./new/use-new-task.ts";
import { WhatWillHappen } from "./new/what-will-happen.tsx";

interface NewTaskFormProps {
  choices: Choices;
  /** What a link says; null: none led here with anything. */
  prefill: Partial<NewTask> | null;
  /** The task that it was filled in from; null: from none. */
  former: number | null;
}

/** Where a task is asked for. A link fills it in; a person alone starts it. */
export function NewTaskForm({ choices, prefill, former }: NewTaskFormProps) {
  // Another project is another address: what the first said stays.
  const [linked] = useState(prefill);
  const state = useNewTask(linked, choices);
  const mayAsk = choices.project?.role !== "viewer";
  const { task, change, start } = state;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of all fields in it, none of which is a form's, as a key's form is among them.
    <div
      className="grid grid-cols-[minmax(0,720px)_280px] gap-10 p-5 max-lg:grid-cols-1 max-lg:gap-6 max-sm:px-3.5"
      onKeyDown={(event) => {
        const isOfKey = (event.target as Element).closest("form") !== null;
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && mayAsk && !isOfKey) {
          event.preventDefault();
          start();
        }
      }}
    >
      <div className="flex min-w-0 flex-col gap-6">
        {linked === null ? null : (
          <p role="status" className="flex items-start gap-2 rounded-box border border-line bg-surface px-3 py-2">
            <StatusMark mark="asks" className="mt-1" />
            {former === null
              ? "Filled in by a link. Read it before you start."
              : `Filled in with what #${former} was asked.`}
          </p>
        )}
        <PromptField task={task} change={change} />
        <PlaceFields task={task} change={change} choices={choices} />
        <AgentField task={task} change={change} choices={choices} />
        <LimitFields task={task} change={change} settings={choices.settings} />
        <AdvancedFields task={task} change={change} agents={choices.agents} />
        <Start {...state} mayAsk={mayAsk} project={choices.project?.name ?? null} />
      </div>
      <div>
        <WhatWillHappen task={task} choices={choices} />
      </div>
    </div>
  );
}

type StartProps = Pick<NewTaskState, "isBusy" | "fault" | "lack" | "start"> & {
  mayAsk: boolean;
  project: string | null;
};

function Start({ isBusy, fault, lack, start, mayAsk, project }: StartProps) {
  const isListening = useIsListening();
  return (
    <div className="flex flex-col items-start gap-3">
      {fault === null ? null : <FaultNote fault={fault} project={project} className="w-full" />}
      {lack === null ? null : <p role="alert">{lack}</p>}
      {mayAsk ? null : (
        <p>You may look at this project, not ask for tasks in it: its owners and admins can change that.</p>
      )}
      <Button
        tone="primary"
        aria-keyshortcuts="Meta+Enter Control+Enter"
        disabled={isBusy || !mayAsk || !isListening}
        onClick={start}
        className="max-sm:w-full"
      >
        {isBusy ? "Starting …" : "Start"} <SendKeys />
      </Button>
    </div>
  );
}
