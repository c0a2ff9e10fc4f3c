import { z } from "zod";
import { Envelope } from "../../sealing/envelope.ts";
import { NotificationKind } from "../notification-kind.ts";

export const Channel = z.enum(["webhook", "slack", "email"]);
export type Channel = z.infer<typeof Channel>;

/** Where a person wants to be told of tasks, of those that they asked for or of all of a project; or a team, of all in its projects. */
export const Destination = z.object({
  id: z.uuid(),
  userId: z.uuid().nullable(),
  teamId: z.uuid().nullable(),
  /** null: of the tasks that the person asked for, wherever, or of all in the team's projects. */
  projectId: z.uuid().nullable(),
  /** Its keeper's own, and none of theirs twice. */
  name: z.string(),
  channel: Channel,
  /** What may be shown of where it leads; null: it leads to no URL. */
  origin: z.string().nullable(),
  kinds: z.array(NotificationKind),
  /** Every change of the tasks, whatever it means. */
  hasEveryChange: z.boolean(),
  /** The URL, sealed: whoever knows one of such may often write there; null: it has none, as mail goes to its person's account. */
  address: Envelope.nullable(),
  /** What a webhook's requests are signed with, sealed; and the one before, which goes on counting for a while. */
  secret: Envelope.nullable(),
  previousSecret: Envelope.nullable(),
  rotatedAt: z.date().nullable(),
  createdAt: z.date(),
});
export type Destination = z.infer<typeof Destination>;

/** How long requests are signed with the former secret too, for receivers that don't know the new one yet. */
export const PREVIOUS_SECRET_HOURS = 24;
