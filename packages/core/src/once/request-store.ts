/** A request that its client gave a name, so that it is done once however often it arrives. */
export interface NamedRequest {
  /** Names are each user's own. */
  userId: string;
  key: string;
  /** The same for the same request, and for no other. */
  fingerprint: string;
}

/**
 * `begun`: nobody did it before, or who did died over it; `id` is the same then. `answered`: with what it was answered.
 * `running`: somebody is at it. `reused`: the name was another request's.
 */
export type BegunRequest =
  | { kind: "begun"; id: string }
  | { kind: "answered"; answer: unknown }
  | { kind: "running" }
  | { kind: "reused" };

/** Named requests and their answers, each kept for a day. */
export interface RequestStore {
  /** Of several at once, one begins. Who has been at it for longer than `patienceSeconds` counts as dead. */
  begin(request: NamedRequest, patienceSeconds: number): Promise<BegunRequest>;
  /** Keeps the answer, which is JSON. */
  finish(id: string, answer: unknown): Promise<void>;
  /** Nothing came of it: it may be tried again. */
  forget(id: string): Promise<void>;
}
