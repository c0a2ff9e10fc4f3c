/** What kind of refusal it is; each LLM dialect has its own word for it. */
export type RefusalKind =
  | "invalid_request"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "too_large"
  | "rate_limited"
  | "budget_exceeded"
  | "bad_gateway"
  | "unavailable";

const HTTP_STATUS: Record<RefusalKind, number> = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  too_large: 413,
  rate_limited: 429,
  // No client takes it for something that passes by itself, as some take 402 and 403.
  budget_exceeded: 400,
  bad_gateway: 502,
  unavailable: 503,
};

export interface RefusalOptions {
  /** What was tried, for the audit event; without it no event is recorded. */
  blockedAction?: string;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** A request that the gateway doesn't serve. The message is shown to the agent: never a secret in it. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly httpStatus: number;
  readonly blockedAction: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(kind: RefusalKind, message: string, options: RefusalOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "Refusal";
    this.kind = kind;
    this.httpStatus = HTTP_STATUS[kind];
    this.blockedAction = options.blockedAction ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
