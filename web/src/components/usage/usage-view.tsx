"use client";

import type { DaySpending } from "@catalyst/api";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { listUsage, type ProjectBudgets, type UsedTasks } from "../../actions/usage.ts";
import type { Fault } from "../../api/fault.ts";
import { DEFAULT_DAYS } from "../../usage/days.ts";
import type { Unit } from "../../usage/spending-by-day.ts";
import { Button } from "../parts/form/button.tsx";
import { FilterChoice, Filters } from "../parts/form/filters.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { BudgetBars } from "./budget-bars.tsx";
import { SpendingChart } from "./spending-chart.tsx";
import { UsageTable } from "./usage-table.tsx";

const UNITS = [
  { value: "usd", words: "Dollars" },
  { value: "tokens", words: "Tokens" },
];

interface UsageViewProps {
  first: UsedTasks;
  budgets: ProjectBudgets[];
  /** Why the budgets couldn't be read; null: they were. */
  budgetFault: Fault | null;
  spending: DaySpending[];
  /** Why it couldn't be read; null: it was. */
  spendingFault: Fault | null;
  /** How many are looked at, with today. */
  days: number;
  projects: string[];
  /** Empty: all of them. */
  project: string;
}

/** What was spent: by day and agent, task by task, and of which budgets. */
export function UsageView(props: UsageViewProps) {
  const { first, budgets, budgetFault, spending, spendingFault, days, projects, project } = props;
  const router = useRouter();
  const [unit, setUnit] = useState<Unit>("usd");
  const { used, hasOlder, isBusy, fault, loadOlder } = useUsage(first, project);
  return (
    <>
      <Filters>
        <FilterChoice
          label="Project"
          value={project}
          options={[{ value: "", words: "All" }, ...projects.map((name) => ({ value: name, words: name }))]}
          onChange={(name) => router.push(addressOf(name, days))}
        />
        <FilterChoice
          label="Days"
          value={String(days)}
          options={DAYS.map((count) => ({ value: String(count), words: `The last ${count} days` }))}
          onChange={(count) => router.push(addressOf(project, Number(count)))}
        />
        <FilterChoice label="In" value={unit} options={UNITS} onChange={(value) => setUnit(value as Unit)} />
      </Filters>
      <div className="flex max-w-300 flex-col gap-8 p-5 max-sm:p-3.5">
        <section aria-label="Budgets" className="flex flex-col gap-3">
          <h2 className="text-base font-semibold">Budgets</h2>
          {budgetFault === null ? (
            <BudgetBars budgets={budgets} project={project} />
          ) : (
            <FaultNote fault={budgetFault} />
          )}
        </section>
        {spendingFault === null ? (
          <SpendingChart spending={spending} days={days} unit={unit} />
        ) : (
          <FaultNote fault={spendingFault} />
        )}
      </div>
      <UsageTable used={used} />
      {fault === null ? null : <FaultNote fault={fault} className="m-5" />}
      {hasOlder ? (
        <div className="p-5 text-center">
          <Button disabled={isBusy} onClick={loadOlder}>
            Add older tasks
          </Button>
        </div>
      ) : null}
    </>
  );
}

const DAYS = [7, 30, 90];

function addressOf(project: string, days: number): string {
  const said = { ...(project === "" ? {} : { project }), ...(days === DEFAULT_DAYS ? {} : { days: String(days) }) };
  return `/usage?${new URLSearchParams(said)}`;
}

function useUsage(first: UsedTasks, project: string) {
  const [{ data: used, nextCursor }, setRead] = useState(first);
  const { isBusy, fault, act } = useAct();
  const loadOlder = () =>
    act(async () => {
      const page = await listUsage({ project, ...(nextCursor === null ? {} : { cursor: nextCursor }) });
      if (page.ok) {
        setRead({ data: [...used, ...page.value.data], nextCursor: page.value.nextCursor });
      }
      return page;
    });
  return { used, hasOlder: nextCursor !== null, isBusy, fault, loadOlder };
}
