import type { ApiKey } from "@catalyst/api";

type Scope = ApiKey["scopes"][number];

/** What each opens. */
export const SCOPE_WORDS: Record<Scope, string> = {
  "tasks:read": "see tasks, their logs, changes and usage",
  "tasks:write": "ask for tasks and steer them",
  settings: "see and change settings, register repositories",
  secrets: "see names of setup secrets, store and delete them",
  credentials: "add, test and delete keys of models' providers",
  teams: "teams and their members, make and rename projects",
};

export const SCOPES = Object.keys(SCOPE_WORDS) as Scope[];
