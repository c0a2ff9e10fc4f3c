"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { listUsage, type ProjectBudgets, type UsedTasks } from "../../actions/usage.ts";
import type { Fault } from "../../api/fault.ts";
import { type Unit, usageByDay } from "../../usage/usage-by-day.ts";
import { tokenWords, usdWords } from "../../usage/usage-words.ts";
import { Button } from "../parts/form/button.tsx";
import { FilterChoice, Filters } from "../parts/form/filters.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { BarChart } from "../parts/shown/bar-chart.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { BudgetBars } from "./budget-bars.tsx";
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
  projects: string[];
  /** Empty: all of them. */
  project: string;
}

/** What was spent: by day and agent, task by task, and of which budgets. */
export function UsageView({ first, budgets, budgetFault, projects, project }: UsageViewProps) {
  const router = useRouter();
  const [unit, setUnit] = useState<Unit>("usd");
  const { used, hasOlder, isBusy, fault, loadOlder } = useUsage(first, project);
  const sum = used.reduce((total, { usage }) => total + (usage?.spent[unit] ?? 0), 0);
  const words = unit === "usd" ? usdWords : tokenWords;
  const said = `${words(sum)}${unit === "usd" ? "" : " tokens"} by the ${used.length} newest tasks`;
  return (
    <>
      <Filters>
        <FilterChoice
          label="Project"
          value={project}
          options={[{ value: "", words: "All" }, ...projects.map((name) => ({ value: name, words: name }))]}
          onChange={(name) => router.push(name === "" ? "/usage" : `/usage?project=${encodeURIComponent(name)}`)}
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
        <section aria-label="By day" className="flex flex-col gap-3">
          <h2 className="text-base font-semibold">{said}</h2>
          <p className="text-xs text-ink-2">
            By the day they were asked for, in UTC. What has no known price counts as no dollars.
          </p>
          {used.length === 0 ? (
            <p className="text-ink-2">Nothing was asked for in this project yet.</p>
          ) : (
            <BarChart
              label={`${said}, by day and agent`}
              bars={usageByDay(used, unit).map(({ day, parts }) => ({ name: day, parts }))}
              words={words}
            />
          )}
        </section>
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
