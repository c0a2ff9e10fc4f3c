import { z } from "zod";

/** Where a GitHub is, with its port where that isn't the usual. */
export const Host = z
  .string()
  .max(255)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/, "must be a host's name in lower case")
  .refine((host) => URL.canParse(`https://${host}`), "must be a host's name");
