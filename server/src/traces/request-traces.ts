import type { Route } from "@catalyst/api";

/** A request of somebody who is known. */
interface TracedRequest {
  route: Route;
  /** What the client said of its own trace. */
  traceparent: string | undefined;
}

/** Tells of each request that a use case answers, how long that took, and how it ended. */
export interface RequestTraces {
  trace<Answer>(request: TracedRequest, work: () => Promise<Answer>): Promise<Answer>;
}

/** For a server whose traces nobody takes. */
export const NOTHING_TRACED: RequestTraces = { trace: (_request, work) => work() };
