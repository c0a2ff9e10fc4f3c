/** Bounds on what one execution may use of the gateway, and on how long the gateway waits. */
export interface GatewayLimits {
  /** Requests of one execution at the same time. */
  concurrentRequests: number;
  requests: { perSecond: number; burst: number };
  /** Stored events of one execution; more is answered with 429 and Retry-After. */
  events: { perSecond: number; burst: number };
  eventBytes: { perSecond: number; burst: number };
  maxEventsBodyBytes: number;
  maxEventsPerRequest: number;
  maxLlmBodyBytes: number;
  maxFetchBodyBytes: number;
  maxPushBytes: number;
  /** Audit events of refused requests; further ones are only logged. */
  blockedEvents: { perSecond: number; burst: number };
  /** How long a grant is believed without asking the store. */
  grantCacheSeconds: number;
  /** How often the grant of an open request is looked at. */
  grantCheckSeconds: number;
  /** How long open requests live on while the store can't be asked. */
  grantOutageSeconds: number;
  upstreamConnectSeconds: number;
  /** Until the provider's first header: a long answer without streaming takes minutes. */
  upstreamFirstByteSeconds: number;
  /** Between two pieces of the provider's answer. */
  upstreamIdleSeconds: number;
  /** Open requests may end by themselves for this long when the gateway stops. */
  drainSeconds: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: GatewayLimits = {
  concurrentRequests: 32,
  requests: { perSecond: 50, burst: 200 },
  events: { perSecond: 500, burst: 10_000 },
  eventBytes: { perSecond: MEBIBYTE, burst: 16 * MEBIBYTE },
  maxEventsBodyBytes: 2 * MEBIBYTE,
  maxEventsPerRequest: 1000,
  maxLlmBodyBytes: 32 * MEBIBYTE,
  maxFetchBodyBytes: 8 * MEBIBYTE,
  maxPushBytes: 512 * MEBIBYTE,
  blockedEvents: { perSecond: 1, burst: 50 },
  grantCacheSeconds: 2,
  grantCheckSeconds: 2,
  grantOutageSeconds: 30,
  upstreamConnectSeconds: 10,
  upstreamFirstByteSeconds: 600,
  upstreamIdleSeconds: 300,
  drainSeconds: 20,
};
