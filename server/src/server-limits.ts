/** Bounds on what clients may use of the server, and on how long it waits for them. */
export interface ServerLimits {
  maxConnections: number;
  /** Of one address, unless it stands for many. */
  maxConnectionsOfOne: number;
  maxStreams: number;
  /** Of one person, with all sessions and keys that they have. */
  maxStreamsOfOne: number;
  maxHeaderBytes: number;
  maxBodyBytes: number;
  headerSeconds: number;
  /** For a whole request with its body. */
  requestSeconds: number;
  /** For a client that neither sends nor reads, beyond what an answer may take. */
  idleSeconds: number;
  /** For a client of a stream to take what was written for it. */
  stallSeconds: number;
  /** Between signs of life on a stream where nothing happens. */
  heartbeatSeconds: number;
  /** Between looks at who asks, as long as a stream lasts. */
  askAgainSeconds: number;
  /** For a worker or the gateway to begin with what is asked of it. */
  takeSeconds: number;
  /** For its answer from then on. */
  answerSeconds: number;
  /** Of one API key. */
  keyRequestsPerMinute: number;
  /** For open requests when the server stops. */
  drainSeconds: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  // GitHub tells of what happens at once over a connection each, and doesn't tell again.
  maxConnections: 3072,
  maxConnectionsOfOne: 384,
  maxStreams: 256,
  maxStreamsOfOne: 64,
  maxHeaderBytes: 16 * 1024,
  maxBodyBytes: 2 * 1024 * 1024,
  headerSeconds: 10,
  requestSeconds: 30,
  idleSeconds: 60,
  stallSeconds: 30,
  heartbeatSeconds: 15,
  askAgainSeconds: 60,
  takeSeconds: 30,
  answerSeconds: 120,
  keyRequestsPerMinute: 600,
  drainSeconds: 5,
};
