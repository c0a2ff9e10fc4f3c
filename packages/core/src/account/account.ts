import { z } from "zod";

/** A person. On one machine there is one, `local`. */
export const User = z.object({
  id: z.uuid(),
  login: z.string().min(1).max(255),
  createdAt: z.date(),
});
export type User = z.infer<typeof User>;

export const Team = z.object({
  id: z.uuid(),
  slug: z.string().min(1).max(255),
  /** What people call it. */
  name: z.string(),
  createdAt: z.date(),
});
export type Team = z.infer<typeof Team>;

/** Groups repositories under one owner: a user or a team, never both. */
export const Project = z
  .object({
    id: z.uuid(),
    slug: z.string().min(1).max(255),
    userId: z.uuid().nullable(),
    teamId: z.uuid().nullable(),
    createdAt: z.date(),
  })
  .refine((project) => (project.userId === null) !== (project.teamId === null), {
    message: "a project belongs to one user or one team",
  });
export type Project = z.infer<typeof Project>;

/** Where an owner's things hang: a user or a team, never both. */
export const Owner = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("user"), userId: z.uuid() }),
  z.object({ kind: z.literal("team"), teamId: z.uuid() }),
]);
export type Owner = z.infer<typeof Owner>;
