import type { ForgeEvent } from "../signal/read/event-rules.ts";
import type { SignalRepository } from "../signal/signal.ts";

/** An open issue or pull request, and what stands in its boxes, by numbers. */
export interface OpenSubject {
  number: number;
  kind: "issue" | "pull_request";
  title: string;
  assigneeIds: readonly string[];
  labels: readonly string[];
  reviewerIds: readonly string[];
  reviewTeamIds: readonly string[];
}

/** An event of an issue or pull request, and as what it would have been told. */
export interface ToldEvent<Told> {
  event: ForgeEvent;
  told: Told;
}

/** What is asked of a forge about one repository for what was never told. Throws as its adapter does. */
export interface MissedReader<Told> {
  repository: SignalRepository;
  /** `isWhole` false: there are more than are ever read. */
  listOpen(): Promise<{ subjects: OpenSubject[]; isWhole: boolean }>;
  listEvents(subject: Pick<OpenSubject, "number" | "kind">): Promise<ToldEvent<Told>[]>;
}
