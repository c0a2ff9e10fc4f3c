import type { ProjectBudgets } from "../../actions/usage.ts";
import { tokenWords, usdWords } from "../../usage/usage-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { classNames } from "../parts/class-names.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";

/** A budget is told of at this part of it. */
const NEAR = 0.8;

/** What projects have spent of their budgets. */
export function BudgetBars({ budgets, project }: { budgets: ProjectBudgets[]; project: string }) {
  if (budgets.length === 0) {
    return (
      <div className="max-w-xl text-ink-2">
        <p>No project that you see has a budget of its own, or nothing was asked for there yet. To set one:</p>
        <CopyLine text={`catalyst config set budgets.day.usd 20${project === "" ? "" : ` --project ${project}`}`} />
      </div>
    );
  }
  return (
    <ul className="grid grid-cols-2 gap-x-8 gap-y-3 max-lg:grid-cols-1">
      {budgets.flatMap(({ project: name, limits }) =>
        limits.map((limit) => (
          <li key={`${name} ${limit.scope} ${limit.unit}`}>
            <BudgetBar name={name} limit={limit} />
          </li>
        )),
      )}
    </ul>
  );
}

function BudgetBar({
  name,
  limit: { scope, unit, limit, spent },
}: {
  name: string;
  limit: ProjectBudgets["limits"][number];
}) {
  const words = unit === "usd" ? usdWords : tokenWords;
  const part = limit === 0 ? 1 : Math.min(spent / limit, 1);
  const label = `${visibleText(name)}, ${scope === "day" ? "last 24 hours" : "ever"}`;
  return (
    <>
      <div className="flex justify-between gap-3">
        <span className="truncate">{label}</span>
        <span className="shrink-0 text-ink-2">
          {words(spent)} of {words(limit)}
          {unit === "tokens" ? " tokens" : ""}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={Math.round(part * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        className="mt-1 h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className={classNames("h-full bg-accent", part >= NEAR && "bg-asks", part >= 1 && "bg-bad")}
          style={{ width: `${part * 100}%` }}
        />
      </div>
    </>
  );
}
