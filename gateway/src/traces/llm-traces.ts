import type { CredentialProvider, Grant } from "@catalyst/core";

/** A request to a model that the provider answered, or not. */
interface TracedLlm {
  of: Pick<Grant, "taskId" | "executionId">;
  provider: CredentialProvider;
  /** As the agent or the provider calls it: anything may be in it. */
  model: string | null;
  /** Milliseconds of the epoch. */
  startedAt: number;
  /** null: the provider couldn't be asked. */
  answer: { httpStatus: number; isCut: boolean; inputTokens: number; outputTokens: number } | null;
}

/** Tells of a request to a model once it is over. It neither waits nor throws. */
export type TraceLlm = (llm: TracedLlm) => void;

/** For a gateway whose traces nobody takes. */
export const NOTHING_TRACED: TraceLlm = () => undefined;
