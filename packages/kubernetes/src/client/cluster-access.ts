/** Where a cluster's API server is, and how one is known there. */
export interface ClusterAccess {
  /** `https://host:port`, perhaps with a path before the API's own. */
  address: string;
  /** PEM: who vouches for its certificate; null: whom everybody trusts. */
  authority: string | null;
  /** PEM, of a client's own; null: it is known by a header. */
  certificate: { certificate: string; key: string } | null;
  /** What says who asks. Asked before each request: what it is may change. */
  headers(): Promise<Record<string, string>>;
}
