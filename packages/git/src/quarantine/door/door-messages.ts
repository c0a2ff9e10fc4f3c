import { z } from "zod";

/** What the gateway tells the program at the door, on DOOR_CHANNEL. */
export const DoorOrder = z.object({
  quarantinePath: z.string(),
  /** The spellings of the execution's secrets. */
  patterns: z.array(z.string()),
});
export type DoorOrder = z.infer<typeof DoorOrder>;

/** What it answers there. */
export const DoorAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  z.object({ kind: z.literal("refused"), reason: z.string() }),
]);
export type DoorAnswer = z.infer<typeof DoorAnswer>;

/** A socket that git hands on to its hooks as it is. */
export const DOOR_CHANNEL = 3;
