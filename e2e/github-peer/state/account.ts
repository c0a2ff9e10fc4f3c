/** A person, an organisation, or the account as which an App acts. */
export interface Account {
  id: number;
  login: string;
  type: "User" | "Organization" | "Bot";
  /** With what the person asks the API and git; null: only Apps' tokens act for it. */
  token: string | null;
}

const ROLES = ["none", "read", "triage", "write", "maintain", "admin"] as const;

/** What a person may do in a repository; each includes those before it. */
export type Role = (typeof ROLES)[number];

export function isAtLeast(role: Role, wanted: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}
