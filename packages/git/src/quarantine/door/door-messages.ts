import { z } from "zod";

/** What the program at the door is told of a push. */
export interface DoorOrder {
  quarantinePath: string;
  /** The spellings of the execution's secrets. */
  patterns: string[];
  incoming: IncomingPush;
}

export interface IncomingPush {
  /** The commits that it would put refs to. */
  heads: readonly string[];
  /** What git needs to see what comes in. */
  env: Record<string, string>;
}

/** What it answers. */
export const DoorAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  z.object({ kind: z.literal("refused"), reason: z.string() }),
]);
export type DoorAnswer = z.infer<typeof DoorAnswer>;
