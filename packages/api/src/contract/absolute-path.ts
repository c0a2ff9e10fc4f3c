import { z } from "zod";

/** A path on the machine where environments are made. */
export const AbsolutePath = z
  .string()
  .max(4096)
  .regex(/^\/[^\u0000]*$/, "must be an absolute path");
