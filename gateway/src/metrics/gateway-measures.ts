import type { BudgetUse, CredentialProvider } from "@catalyst/core";
import type { RefusalKind } from "../http/refusal.ts";
import type { Charge } from "../llm/budget/spending.ts";
import type { Answer } from "../llm/request/llm-request.ts";

/** What the gateway measures of what it serves. Nothing of it waits, and nothing throws. */
export interface GatewayMeasures {
  /** A provider answered a request to a model. */
  answered(provider: CredentialProvider, answer: Pick<Answer, "httpStatus" | "isCut">): void;
  /** A provider couldn't be asked. */
  unreachable(provider: CredentialProvider): void;
  /** What an answer came to. The model is called as the agent or the provider calls it: anything may be in its name. */
  charged(of: { provider: CredentialProvider; model: string | null }, charge: Charge): void;
  /** An execution was told of a budget: once for each that is nearly spent, or spent and stops it. */
  budgetTold(kind: "warning" | "exceeded", use: Pick<BudgetUse, "scope" | "unit">): void;
  /** A request wasn't served. */
  refused(kind: RefusalKind): void;
}

/** For a gateway that nobody asks for its metrics. */
export const NOTHING_MEASURED: GatewayMeasures = {
  answered: () => undefined,
  unreachable: () => undefined,
  charged: () => undefined,
  budgetTold: () => undefined,
  refused: () => undefined,
};
