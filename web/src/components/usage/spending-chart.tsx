"use client";

import type { DaySpending } from "@catalyst/api";
import { spendingByDay, spendingByModel, type Unit } from "../../usage/spending-by-day.ts";
import { tokenWords, usdWords } from "../../usage/usage-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { BarChart } from "../parts/shown/bar-chart.tsx";
import { Cell, Row, Table } from "../parts/shown/table.tsx";

const NUMBERS = ["Requests", "Tokens", "Cost"];

interface SpendingChartProps {
  spending: DaySpending[];
  days: number;
  unit: Unit;
}

/** What was spent by days, agents and models. */
export function SpendingChart({ spending, days, unit }: SpendingChartProps) {
  const words = unit === "usd" ? usdWords : tokenWords;
  const sum = spending.reduce((total, { [unit]: value }) => total + value, 0);
  const said = `${words(sum)}${unit === "usd" ? "" : " tokens"} in the last ${days} days`;
  return (
    <section aria-label="By day" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">{said}</h2>
      <p className="text-xs text-ink-2">
        By the day on which it was, in UTC. What has no known price counts as no dollars.
      </p>
      {spending.length === 0 ? (
        <p className="text-ink-2">Nothing was spent in these days.</p>
      ) : (
        <>
          <BarChart
            label={`${said}, by day and agent`}
            bars={spendingByDay(spending, unit, { today: new Date(), count: days }).map(({ day, parts }) => ({
              name: day,
              parts,
            }))}
            words={words}
          />
          <div className="-mx-5 max-sm:-mx-3.5">
            <Table label="By agent and model" columns={["Agent", "Model", ...NUMBERS]} numbers={NUMBERS}>
              {spendingByModel(spending, unit).map(({ agent, model, requests, tokens, usd }) => (
                <Row key={`${agent} ${model}`}>
                  <Cell>{agent}</Cell>
                  <Cell className="text-ink-2">{visibleText(model)}</Cell>
                  <Cell className="text-right text-ink-2 tabular-nums">{requests}</Cell>
                  <Cell className="text-right text-ink-2 tabular-nums">{tokenWords(tokens)}</Cell>
                  <Cell className="text-right tabular-nums">{usdWords(usd)}</Cell>
                </Row>
              ))}
            </Table>
          </div>
        </>
      )}
    </section>
  );
}
