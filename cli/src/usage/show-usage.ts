import type { DaySpending } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatCost, formatCount, formatPlural } from "../output/words/format-quantity.ts";

const MAX_DAYS = 366;

export interface ShowUsageInput {
  days: string;
  project?: string | undefined;
  isJson: boolean;
}

/** Shows what was spent by days of UTC, agents and models, and what that is together. */
export async function showUsage({ days, project, isJson }: ShowUsageInput, context: CliContext): Promise<void> {
  const { output } = context;
  const count = readDays(days);
  const client = await openApi(context);
  const query = { days: count, ...(project === undefined ? {} : { project }) };
  const { data } = await client.call("listSpending", { query });
  if (isJson) {
    for (const day of data) {
      output.json(day);
    }
  } else if (data.length === 0) {
    output.say(`Nothing was spent ${sayDays(count)}.`);
  } else {
    for (const line of renderUsage(data, count, output)) {
      output.data(line);
    }
  }
}

/** A row for each day, agent and model, and the sum of them. */
export function renderUsage(
  spending: readonly DaySpending[],
  days: number,
  output: Pick<Output, "colors" | "width">,
): string[] {
  const rows = spending.map(({ day, agentType, model, requests, tokens, usd }) => [
    day,
    String(requests),
    formatCount(tokens),
    formatCost(usd),
    agentType === null ? "-" : cleanTerminalLine(agentType, 50),
    model === null ? "the agent's own" : cleanTerminalLine(model, 80),
  ]);
  const sum = (of: "requests" | "tokens" | "usd") => spending.reduce((total, one) => total + one[of], 0);
  return [
    ...renderTable(["day", "requests", "tokens", "cost", "agent", "model"], rows, output),
    `${output.colors.bold(formatCost(sum("usd")))} ${sayDays(days)}: ${formatPlural(sum("requests"), "request")}, ${formatCount(sum("tokens"))} tokens. What has no known price counts as nothing.`,
  ];
}

function sayDays(days: number): string {
  return days === 1 ? "today (UTC)" : `in the last ${days} days`;
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new CatalystError(
      "invalid_input",
      `Showing what was spent failed: --days must be a whole number from 1 to ${MAX_DAYS}.`,
    );
  }
  return days;
}
