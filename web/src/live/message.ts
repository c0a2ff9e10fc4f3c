/** What a page follows: a topic of `/api/v1/events`, and what it has of it; null: what comes from now on. */
export interface Wanted {
  topic: string;
  after: number | null;
  /** Where there isn't room for all, others come first. */
  isSpare?: boolean;
}

/** Something that came; `number` is its place in its topic. */
export interface Told {
  topic: string;
  number: number;
  item: unknown;
}

export type Connection = { kind: "live" } | { kind: "away"; since: number } | { kind: "refused" };

/** What the pages of one browser say to each other: one of them follows, for all. */
export type Message =
  | { kind: "wants"; page: string; wanted: Wanted[] }
  /** Somebody looks at the page now. */
  | { kind: "seen"; page: string }
  | { kind: "who" }
  | { kind: "left"; page: string }
  | { kind: "told"; told: Told }
  /** `page`: of this one alone. */
  | { kind: "missed"; topic: string; page?: string }
  | { kind: "connection"; connection: Connection };
