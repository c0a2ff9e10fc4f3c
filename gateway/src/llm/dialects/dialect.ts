import type { IncomingHttpHeaders } from "node:http";
import type { RefusalKind } from "../../http/refusal.ts";
import type { Rule } from "../features/rule.ts";
import type { Counts } from "../prices/counts.ts";
import type { OutputLimits } from "../request/output-limit.ts";

/** What the answers of one request tell about the tokens used; later parts of a stream replace earlier ones. */
export interface Metered {
  model: string | null;
  counts: Counts | null;
  /** Nothing more is to come: what was counted is all. */
  isFinal: boolean;
  /** Words of the answer for how it was served: tier, speed, region. */
  tiers: readonly string[];
  /** The provider's own word for what it cost. */
  statedUsd: number | null;
  /** The provider's own word for an error inside a stream that began well. */
  streamError: string | null;
}

/** Brings what was metered up to date with one JSON answer, or one event of a stream. */
export type ReadAnswer = (answer: unknown, metered: Metered) => Metered;

/** A request that may be sent on. */
export type LlmRoute = PlainRoute | BodyRoute;

interface PlainRoute extends RouteBase {
  method: "GET";
}

interface BodyRoute extends RouteBase {
  method: "POST";
  /** All that its body may ask of the provider. */
  features: Rule;
  /** Where a request has no conversation in it: less than what the gateway takes at most. */
  maxBodyBytes?: number;
  outputLimits?: OutputLimits;
  /** Changes a body before it is sent on, after it was checked. */
  prepareBody?: (body: Record<string, unknown>) => Record<string, unknown>;
}

interface RouteBase {
  /** Of the path behind `/llm/<provider>`. */
  path: RegExp;
  query?: Readonly<Record<string, RegExp>>;
  /** Null for requests that cost nothing: lists of models, token counts. */
  meter: ReadAnswer | null;
}

interface Probe {
  /** Behind `/llm/<provider>`; environments may not ask for it unless it is on a route as well. */
  path: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
}

/** How a provider is spoken to. */
export interface Dialect {
  routes: readonly LlmRoute[];
  /** Null when only the credential says where the provider is. */
  defaultBaseUrl: string | null;
  /** The upstream path of a request, given the path of the base URL (no slash at its end) and that behind `/llm/<provider>`. */
  upstreamPath(basePath: string, path: string): string;
  /** Where the real key goes, given what is sent beside it. Only called with a key that isn't empty. */
  authorize(secret: { key: string; accountId: string | null }, headers: Record<string, string>): Record<string, string>;
  /** A request that costs nothing, and whose answer tells whether the key is taken. */
  probe: Probe;
  /** Beside those that every dialect lets through. */
  requestHeaders: readonly string[];
  /** The HTTP status that makes clients end when a budget is spent, where it isn't 400. */
  budgetHttpStatus?: number;
  /**
   * Whether this client reads an error of the provider's own shape amid a stream, as its provider sends it, and knows from
   * it that the answer broke off; a stream for others is cut.
   */
  readsStreamErrors?(headers: IncomingHttpHeaders): boolean;
  /** An error in the provider's own shape. */
  errorBody(kind: RefusalKind, message: string): unknown;
}

export const NOTHING_METERED: Metered = {
  model: null,
  counts: null,
  isFinal: false,
  tiers: [],
  statedUsd: null,
  streamError: null,
};
