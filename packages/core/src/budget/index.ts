export { Budget, type BudgetUse, SpendingWarning } from "./budget.ts";
export type {
  BudgetLook,
  BudgetStore,
  DaySpending,
  Reservation,
  ReservationRequest,
  Settlement,
  Spending,
  TaskSpending,
} from "./budget-store.ts";
export { describeWarning } from "./describe-budget.ts";
export {
  GATEWAY_LEASE_SECONDS,
  isSameWarning,
  judgeBudget,
  judgeWarnings,
  LONGEST_RESERVATION_SECONDS,
  listLimits,
  thresholdOf,
} from "./judge-budget.ts";
export { listSpending } from "./list-spending.ts";
export { type PricePerMillion, readModelPrice } from "./model-price.ts";
