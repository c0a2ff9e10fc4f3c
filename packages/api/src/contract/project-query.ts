import { z } from "zod";

/** A project by its name: `shop` of one's own, or `team/shop`. */
export const ProjectName = z
  .string()
  .min(1)
  .max(512)
  .refine((text) => !text.includes("\0"), "must not contain NUL");

/** A team by what addresses call it. */
export const TeamSlug = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !text.includes("\0"), "must not contain NUL");

/** In which project; left out: one's own, and where something is looked for, all that one sees. */
export const ProjectQuery = z.strictObject({ project: ProjectName.optional() });
