import { z } from "zod";

/** What the gateway tells the program at the door, on DOOR_CHANNEL. */
export interface DoorOrder {
  quarantinePath: string;
  /** The spellings of the execution's secrets. */
  patterns: string[];
}

/** What it answers there. */
export const DoorAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  z.object({ kind: z.literal("refused"), reason: z.string() }),
]);
export type DoorAnswer = z.infer<typeof DoorAnswer>;
