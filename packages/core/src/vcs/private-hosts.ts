import { z } from "zod";

/** The variable that names hosts of the owner's own network whose repositories may be read: `git.lan,10.0.0.5`. */
export const PrivateHosts = z
  .string()
  .regex(/^[a-z0-9._:[\]-]+(,[a-z0-9._:[\]-]+)*$/, "must be hosts' names in lower case with commas between them")
  .optional();

/** All others must be on the internet. */
export function listPrivateHosts(variable: z.infer<typeof PrivateHosts>): readonly string[] {
  return variable?.split(",") ?? [];
}
