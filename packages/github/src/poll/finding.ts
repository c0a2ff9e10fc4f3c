/** Something that a list shows, as a webhook would have told of it. */
export interface Finding {
  /** The same whenever it is found. */
  guid: string;
  event: string;
  payload: Record<string, unknown>;
  at: Date;
}

/** What a list shows of one thing. */
export interface ListedThing {
  id: string;
  at: Date;
  /** null: nobody needs to hear of it. */
  told: Told | null;
  /** A pull request that is told with its newest commit, which the list doesn't show. */
  headOf?: number;
}

/** What a webhook would tell beside where it happened. */
export interface Told {
  guid: string;
  event: string;
  action: string;
  /** As GitHub shows them; who reads it checks that. */
  sender: unknown;
  body: Record<string, unknown>;
}
