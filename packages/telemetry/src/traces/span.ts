/** Whose a span is, which decides its trace: a task has one, from the request for it to its last execution. */
export type SpanPlace =
  /** A trace of its own. */
  | { kind: "alone" }
  /** The request that a task came of: its trace begins with it. */
  | { kind: "task"; taskId: string }
  /** What else was asked of a task. */
  | { kind: "of_task"; taskId: string }
  /** All of an execution. */
  | { kind: "execution"; taskId: string; executionId: string }
  /** A part of it. */
  | { kind: "of_execution"; taskId: string; executionId: string };

/** Something that was done. Its words are ours, as are its attributes': no prompt, path, name or key is in them. */
export interface Span {
  name: string;
  place: SpanPlace;
  kind: "server" | "client" | "internal";
  /** Milliseconds of the epoch, as are those of its end. */
  startedAt: number;
  endedAt: number;
  attributes: Record<string, string | number | boolean>;
  hasFailed: boolean;
  /** The trace of whoever asked, as the header `traceparent` names it: linked, not continued. */
  linkedTo?: string | undefined;
}

/** Tells of what was done. It neither waits nor throws. */
export type RecordSpan = (span: Span) => void;

export interface Traces {
  record: RecordSpan;
  /** Sends what isn't sent yet, within two seconds. */
  close(): Promise<void>;
}
