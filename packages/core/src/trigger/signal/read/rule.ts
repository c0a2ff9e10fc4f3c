import type { z } from "zod";
import type { NoSignalReason, SignalBody } from "../signal.ts";

/** What of a signal its own rule reads. */
export type ReadBody = SignalBody & { number: number; at: Date };

/** Reads what a payload has beside repository and sender, or why it is nothing; null: it doesn't have what it is read by. */
export type Rule = (payload: unknown) => ReadBody | NoSignalReason | null;

/** By action. */
export type Rules = Readonly<Record<string, Rule>>;

export function rule<Payload>(
  schema: z.ZodType<Payload>,
  read: (payload: Payload) => ReadBody | NoSignalReason | null,
): Rule {
  return (payload) => {
    const parsed = schema.safeParse(payload);
    return parsed.success ? read(parsed.data) : null;
  };
}
