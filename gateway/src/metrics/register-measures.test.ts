import { openMetrics } from "@catalyst/telemetry";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Charge } from "../llm/budget/spending.ts";
import { NO_COUNTS } from "../llm/prices/counts.ts";
import type { GatewayMeasures } from "./gateway-measures.ts";
import { registerMeasures } from "./register-measures.ts";

const CHARGE: Charge = {
  counts: { ...NO_COUNTS, inputTokens: 10, cacheReadTokens: 20, outputTokens: 5 },
  usd: 0.25,
  isAtMost: false,
  isCovered: false,
};

let metrics: Awaited<ReturnType<typeof openMetrics>>;
let measures: GatewayMeasures;

beforeEach(async () => {
  const address = { host: "127.0.0.1", port: 0 };
  metrics = await openMetrics({ process: "gateway", address, checks: {}, log: { info: () => undefined } });
  measures = registerMeasures(metrics.registry);
});
afterEach(() => metrics.close());

/** The samples of a metric that were counted, without the process. */
async function samplesOf(name: string): Promise<string[]> {
  const lines = (await metrics.registry.metrics()).split("\n").filter((line) => line.startsWith(`${name}{`));
  return lines.map((line) => line.replace(/,?process="gateway"/, ""));
}

test("tokens and cost are counted by provider, model and kind", async () => {
  measures.charged({ provider: "anthropic", model: "claude-sonnet-4-5" }, CHARGE);
  measures.charged({ provider: "anthropic", model: "claude-sonnet-4-5" }, CHARGE);
  const of = 'provider="anthropic",model="claude-sonnet-4-5"';
  expect(await samplesOf("catalyst_llm_tokens_total")).toEqual([
    `catalyst_llm_tokens_total{${of},kind="input"} 20`,
    `catalyst_llm_tokens_total{${of},kind="cache_read"} 40`,
    `catalyst_llm_tokens_total{${of},kind="cache_write"} 0`,
    `catalyst_llm_tokens_total{${of},kind="output"} 10`,
  ]);
  expect(await samplesOf("catalyst_llm_cost_usd_total")).toEqual([`catalyst_llm_cost_usd_total{${of}} 0.5`]);
});

test.each(["evil\n# TYPE x counter", `x"} 1`, "a".repeat(10_000), "", null])(
  "the model %j is another",
  async (model) => {
    measures.charged({ provider: "anthropic", model }, CHARGE);
    const samples = await samplesOf("catalyst_llm_cost_usd_total");
    expect(samples).toEqual(['catalyst_llm_cost_usd_total{provider="anthropic",model="other"} 0.25']);
  },
);

test("a thousand models that nobody lists are one", async () => {
  for (let index = 0; index < 1000; index++) {
    measures.charged({ provider: "openai-compatible", model: `mine-${index}` }, { ...CHARGE, usd: null });
  }
  expect(await samplesOf("catalyst_llm_tokens_total")).toHaveLength(4);
  expect(await samplesOf("catalyst_llm_unpriced_requests_total")).toEqual([
    'catalyst_llm_unpriced_requests_total{provider="openai-compatible"} 1000',
  ]);
});

test.each([
  [{ httpStatus: 200, isCut: false }, "answered"],
  [{ httpStatus: 200, isCut: true }, "broken_off"],
  [{ httpStatus: 429, isCut: false }, "rejected"],
  [{ httpStatus: 529, isCut: false }, "provider_error"],
])("an answer %j counts as %s", async (answer, outcome) => {
  measures.answered("openai", answer);
  expect(await samplesOf("catalyst_llm_requests_total")).toEqual([
    `catalyst_llm_requests_total{provider="openai",outcome="${outcome}"} 1`,
  ]);
});

test("a spent budget is a stop, and one that is nearly spent isn't", async () => {
  measures.budgetTold("warning", { scope: "task", unit: "usd" });
  expect(await samplesOf("catalyst_budget_stops_total")).toEqual([]);
  measures.budgetTold("exceeded", { scope: "task", unit: "usd" });
  expect(await samplesOf("catalyst_budget_stops_total")).toEqual([
    'catalyst_budget_stops_total{scope="task",unit="usd"} 1',
  ]);
});
