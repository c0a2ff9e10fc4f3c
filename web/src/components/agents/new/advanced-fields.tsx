"use client";

import type { Choices } from "../../../tasks/new/choices.ts";
import type { NewTask } from "../../../tasks/new/new-task.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { TextField } from "../../parts/form/field.tsx";
import { RadioCards } from "../../parts/form/radio-cards.tsx";
import { Switch } from "../../parts/form/switch.tsx";
import type { NewTaskState } from "./use-new-task.ts";

type AdvancedFieldsProps = Pick<NewTaskState, "task" | "change"> & Pick<Choices, "agents">;

/** What few say. */
export function AdvancedFields({ task, change, agents }: AdvancedFieldsProps) {
  return (
    <details className="rounded-box border border-line">
      <summary className="px-4 py-2.5 font-[550]">Advanced</summary>
      <div className="flex flex-col gap-5 px-4 pt-1 pb-4">
        <TextField
          label="The result's branch"
          maxLength={255}
          spellCheck={false}
          placeholder="catalyst/<id>-<title>"
          value={task.branch}
          onChange={(event) => change({ branch: event.target.value })}
        />
        <Switch
          label="Trust where it starts"
          hint="Settings and hooks are taken from there, and its setup gets the secrets: for this task alone."
          isOn={task.trustBase}
          onChange={(trustBase) => change({ trustBase })}
        />
        <Race task={task} change={change} agents={agents} />
      </div>
    </details>
  );
}

const MOST_RIVALS = 7;

function Race({ task: { agent, rivals, pick }, change, agents }: AdvancedFieldsProps) {
  const others = agents.filter(({ id }) => id !== agent);
  const toggle = (id: string, isIn: boolean) =>
    change({ rivals: isIn ? [...rivals, id].slice(0, MOST_RIVALS) : rivals.filter((rival) => rival !== id) });
  return others.length === 0 ? null : (
    <>
      <fieldset>
        <legend className="mb-1 font-[550]">Let others race it: each is paid for</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          {others.map(({ id, name }) => (
            <label key={id} className="flex items-center gap-2 max-sm:min-h-11">
              <input
                type="checkbox"
                checked={rivals.includes(id)}
                onChange={(event) => toggle(id, event.target.checked)}
                className="size-4 accent-accent"
              />
              {visibleText(name)}
            </label>
          ))}
        </div>
      </fieldset>
      {rivals.length === 0 ? null : (
        <RadioCards<NewTask["pick"]>
          legend="Who picks"
          value={pick}
          onChange={(chosen) => change({ pick: chosen })}
          cards={[
            { value: "person", title: "You", detail: "Compare the results, then publish one" },
            { value: "verify", title: "The verify hook", detail: "The first that it accepts is published" },
          ]}
        />
      )}
    </>
  );
}
