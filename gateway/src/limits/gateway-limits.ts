/** Bounds on what one environment and its execution may use of the gateway, and on how long the gateway waits. */
export interface GatewayLimits {
  /** New connections of one environment. */
  connections: { perSecond: number; burst: number };
  /** Connections of one environment over which no live token came yet. */
  concurrentStrangers: number;
  /** Connections of one environment that stay, for each of its tokens. */
  concurrentConnections: number;
  /** Requests of one pod that no token is for yet: for its job, and what its probe asks. */
  podQuestions: { perSecond: number; burst: number };
  /** So long a pod is kept waiting for its job before it is told to ask again. */
  jobWaitSeconds: number;
  /** Audit events of tokens that came over the socket of one environment and belong to another. */
  misplacedTokens: { perSecond: number; burst: number };
  /** Requests of one holder of an execution's tokens at the same time; as the three further bounds on requests. */
  concurrentRequests: number;
  requests: { perSecond: number; burst: number };
  /** Stored events of one execution; more is answered with 429 and Retry-After. */
  events: { perSecond: number; burst: number };
  eventBytes: { perSecond: number; burst: number };
  /** How often one execution may save its session. */
  sessionSaves: { perSecond: number; burst: number };
  maxEventsBodyBytes: number;
  maxEventsPerRequest: number;
  maxLlmBodyBytes: number;
  /** Bodies of one execution's open requests together, as far as they are kept in memory. */
  maxHeldBytes: number;
  /** Git processes of one execution at the same time. */
  concurrentGitServices: number;
  maxFetchBodyBytes: number;
  maxPushBytes: number;
  /** Connections of one execution to allowed hosts at the same time. */
  concurrentTunnels: number;
  maxTunnelSeconds: number;
  /** Until a client that was connected says for which server. */
  helloSeconds: number;
  /** What one execution may send to allowed hosts: requests are small, and what leaves is what may leak. */
  maxEgressBytes: number;
  maxIngressBytes: number;
  /** Events of refused requests and of the provider's errors; further ones are not recorded. */
  auditEvents: { perSecond: number; burst: number };
  /** Lines in the gateway's own log that one execution's requests cause. */
  logLines: { perSecond: number; burst: number };
  /** How long a grant is believed without asking the store. */
  grantCacheSeconds: number;
  /** How often the grant of an open request is looked at. */
  grantCheckSeconds: number;
  /** How long open requests live on while the store can't be asked. */
  grantOutageSeconds: number;
  upstreamConnectSeconds: number;
  /** Until the provider's first header: a long answer without streaming takes minutes. */
  upstreamFirstByteSeconds: number;
  /** How often a request is looked at again that waits for what others have reserved. */
  budgetWaitSeconds: number;
  /** After the first request that was refused for a budget: an agent that hasn't ended by then is stopped. */
  budgetGraceSeconds: number;
  /** For a request's headers; who takes longer loses the connection within half as long again. */
  headerSeconds: number;
  /** Between two pieces of the provider's answer. */
  upstreamIdleSeconds: number;
  /** The pauses before a failed recording is tried again. */
  recordRetrySeconds: readonly number[];
  /** Open requests may end by themselves for this long when the gateway stops. */
  drainSeconds: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: GatewayLimits = {
  connections: { perSecond: 60, burst: 300 },
  concurrentStrangers: 32,
  concurrentConnections: 128,
  podQuestions: { perSecond: 5, burst: 20 },
  jobWaitSeconds: 25,
  misplacedTokens: { perSecond: 0.1, burst: 5 },
  concurrentRequests: 32,
  requests: { perSecond: 60, burst: 200 },
  events: { perSecond: 500, burst: 10_000 },
  eventBytes: { perSecond: MEBIBYTE, burst: 16 * MEBIBYTE },
  sessionSaves: { perSecond: 1 / 30, burst: 10 },
  maxEventsBodyBytes: 2 * MEBIBYTE,
  maxEventsPerRequest: 1000,
  maxLlmBodyBytes: 32 * MEBIBYTE,
  maxHeldBytes: 64 * MEBIBYTE,
  concurrentGitServices: 4,
  maxFetchBodyBytes: 8 * MEBIBYTE,
  maxPushBytes: 512 * MEBIBYTE,
  concurrentTunnels: 64,
  maxTunnelSeconds: 1800,
  helloSeconds: 10,
  headerSeconds: 10,
  maxEgressBytes: 64 * MEBIBYTE,
  maxIngressBytes: 8192 * MEBIBYTE,
  auditEvents: { perSecond: 1, burst: 50 },
  logLines: { perSecond: 0.2, burst: 100 },
  grantCacheSeconds: 2,
  grantCheckSeconds: 2,
  grantOutageSeconds: 30,
  upstreamConnectSeconds: 10,
  upstreamFirstByteSeconds: 600,
  upstreamIdleSeconds: 300,
  budgetWaitSeconds: 0.1,
  budgetGraceSeconds: 30,
  recordRetrySeconds: [0.25, 1, 3],
  drainSeconds: 20,
};
