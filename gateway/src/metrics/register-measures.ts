import { Counter, type Registry } from "@catalyst/telemetry";
import { listedModel } from "../llm/prices/list-price.ts";
import type { GatewayMeasures } from "./gateway-measures.ts";

/** What a label says of a model that isn't in the price data: an agent may ask for anything, by any name. */
const OTHER_MODEL = "other";

/** The gateway's own metrics. Every label is from a list of ours: what agents and providers write never is one. */
export function registerMeasures(registry: Registry): GatewayMeasures {
  const registers = [registry];
  const requests = new Counter({
    name: "catalyst_llm_requests_total",
    help: "Requests to models: answered, refused by the provider (4xx, 5xx), broken off, or unreachable.",
    labelNames: ["provider", "outcome"],
    registers,
  });
  const tokens = new Counter({
    name: "catalyst_llm_tokens_total",
    help: "Tokens that requests to models used. Input is what was neither read from a cache nor written to one.",
    labelNames: ["provider", "model", "kind"],
    registers,
  });
  const dollars = new Counter({
    name: "catalyst_llm_cost_usd_total",
    help: "What requests to models cost by list price, in US dollars. What a subscription covers is 0.",
    labelNames: ["provider", "model"],
    registers,
  });
  const unpriced = new Counter({
    name: "catalyst_llm_unpriced_requests_total",
    help: "Answered requests whose price nobody knows, so that they are missing from the cost.",
    labelNames: ["provider"],
    registers,
  });
  return {
    answered: (provider, answer) => requests.inc({ provider, outcome: outcomeOf(answer) }),
    unreachable: (provider) => requests.inc({ provider, outcome: "unreachable" }),
    charged({ provider, model: name }, { counts, usd }) {
      const model = listedModel(provider, name) ?? OTHER_MODEL;
      tokens.inc({ provider, model, kind: "input" }, counts.inputTokens);
      tokens.inc({ provider, model, kind: "cache_read" }, counts.cacheReadTokens);
      tokens.inc({ provider, model, kind: "cache_write" }, counts.cacheWriteTokens);
      tokens.inc({ provider, model, kind: "output" }, counts.outputTokens);
      if (usd === null) {
        unpriced.inc({ provider });
      } else {
        dollars.inc({ provider, model }, usd);
      }
    },
    ...registerRefusals(registry),
  };
}

function registerRefusals(registry: Registry): Pick<GatewayMeasures, "budgetTold" | "refused"> {
  const registers = [registry];
  const stops = new Counter({
    name: "catalyst_budget_stops_total",
    help: "Executions that were stopped because a budget was spent, by whose budget it was.",
    labelNames: ["scope", "unit"],
    registers,
  });
  const warnings = new Counter({
    name: "catalyst_budget_warnings_total",
    help: "Executions that were told that a budget is nearly spent.",
    labelNames: ["scope", "unit"],
    registers,
  });
  const refusals = new Counter({
    name: "catalyst_gateway_refusals_total",
    help: "Requests of environments that weren't served, by the kind of refusal.",
    labelNames: ["kind"],
    registers,
  });
  return {
    budgetTold: (kind, { scope, unit }) => (kind === "exceeded" ? stops : warnings).inc({ scope, unit }),
    refused: (kind) => refusals.inc({ kind }),
  };
}

function outcomeOf({ httpStatus, isCut }: { httpStatus: number; isCut: boolean }): string {
  if (httpStatus >= 400) {
    return httpStatus >= 500 ? "provider_error" : "rejected";
  }
  return isCut ? "broken_off" : "answered";
}
