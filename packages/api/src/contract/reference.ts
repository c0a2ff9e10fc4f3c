import { z } from "zod";

/** What people call a team or a person by, in a path: text that a database can be asked for. */
export const Reference = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !text.includes("\0"), "must not contain NUL");
