import { CatalystError } from "@catalyst/core/apart";

const ROLES = ["owner", "admin", "member", "viewer"] as const;

/** Throws `invalid_input` for what is no role. */
export function readRole(text: string, attempt: string): (typeof ROLES)[number] {
  const role = ROLES.find((one) => one === text);
  if (role === undefined) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: "${text}" is no role. Those are: ${ROLES.join(", ")}.`,
    );
  }
  return role;
}
