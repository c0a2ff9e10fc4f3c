export type {
  ExecutionFacts,
  FactsPage,
  FactsReader,
  LeftFacts,
  Numbered,
  OverdueFacts,
  TaskFacts,
} from "./facts.ts";
export {
  type Breach,
  INVARIANTS,
  type Invariant,
  judgeLeft,
  judgeOverdue,
  judgeTask,
  type Patience,
} from "./judge-facts.ts";
