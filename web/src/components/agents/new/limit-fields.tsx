"use client";

import type { Choices } from "../../../tasks/new/choices.ts";
import { TextField } from "../../parts/form/field.tsx";
import { Switch } from "../../parts/form/switch.tsx";
import type { NewTaskState } from "./use-new-task.ts";

type LimitFieldsProps = Pick<NewTaskState, "task" | "change"> & Pick<Choices, "settings">;

/** Whether a plan comes first, and how far it may go; what isn't said is the project's. */
export function LimitFields({ task, change, settings }: LimitFieldsProps) {
  const budget = settings?.budgets.task;
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label="Plan first"
        hint="It makes a plan and waits for your word before it changes anything."
        isOn={task.wantsPlan || settings?.requirePlanApproval === true}
        isDisabled={settings?.requirePlanApproval === true}
        onChange={(wantsPlan) => change({ wantsPlan })}
      />
      <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
        <NumberField
          label="Budget in dollars"
          min={0.01}
          step="any"
          placeholder={budget?.usd == null ? "no limit" : String(budget.usd)}
          value={task.budgetUsd}
          onType={(budgetUsd) => change({ budgetUsd })}
        />
        <NumberField
          label="Budget in tokens"
          min={1}
          step={1}
          placeholder={budget?.tokens == null ? "no limit" : String(budget.tokens)}
          value={task.budgetTokens}
          onType={(budgetTokens) => change({ budgetTokens })}
        />
        <NumberField
          label="Time in minutes"
          min={1}
          max={1440}
          step={1}
          placeholder={settings === null ? "as the project has it" : String(settings.timeoutMinutes)}
          value={task.minutes}
          onType={(minutes) => change({ minutes })}
        />
      </div>
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  min: number;
  max?: number;
  step: number | "any";
  placeholder: string;
  value: string;
  onType: (typed: string) => void;
}

function NumberField({ onType, ...input }: NumberFieldProps) {
  return (
    <TextField
      {...input}
      type="number"
      inputMode="decimal"
      onChange={(event) => onType(event.target.value)}
      // Turned over it, the wheel scrolls the page, and says no other number.
      onWheel={(event) => event.currentTarget.blur()}
    />
  );
}
