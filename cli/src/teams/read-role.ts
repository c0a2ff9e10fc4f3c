import { CatalystError } from "@catalyst/core/apart";

/** What somebody can be in a team. */
export const ROLES = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** Throws `invalid_input` for what is no role. */
export function readRole(text: string, attempt: string): Role {
  const role = ROLES.find((one) => one === text);
  if (role === undefined) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: "${text}" is no role. Those are: ${ROLES.join(", ")}.`,
    );
  }
  return role;
}
