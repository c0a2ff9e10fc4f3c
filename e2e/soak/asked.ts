/** An issue, and what came of it as people see it there. */
export interface Asked {
  owner: string;
  number: number;
  askedAt: number;
  /** When its comment said that it is over; null: it hasn't. */
  endedAt: number | null;
}
