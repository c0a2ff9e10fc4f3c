import { z } from "zod";

/** The variable that names hosts of private networks that everybody may use: `git.lan,10.0.0.5`. */
export const PrivateHosts = z
  .string()
  .regex(/^[a-z0-9._:[\]-]+(,[a-z0-9._:[\]-]+)*$/, "must be hosts' names in lower case with commas between them")
  .optional();

/** All others must be on the internet. */
export function listPrivateHosts(variable: z.infer<typeof PrivateHosts>): readonly string[] {
  return variable?.split(",") ?? [];
}

/** Who may lead Catalyst into its own machine and private networks. */
export interface PrivateReach {
  ownerId: string;
  privateHosts: readonly string[];
}

/** An address that somebody configured: a model's, or where they are told of tasks. `userId` null: a team's. */
export interface ConfiguredAddress {
  userId: string | null;
  hostname: string;
}

/**
 * Whether a configured address may be of this machine or a private network: the machine's owner may name any, and everybody else
 * the hosts that the owner listed. Metadata services are for nobody, which whoever dials checks.
 */
export function isPrivateAllowed(
  { userId, hostname }: ConfiguredAddress,
  { ownerId, privateHosts }: PrivateReach,
): boolean {
  return userId === ownerId || privateHosts.includes(hostname);
}
