import type { Permissions } from "../state/app.ts";

/** What an App is to be, as it is written for GitHub's page. */
export interface Manifest {
  name: string;
  redirect_url: string;
  hook_attributes?: { url: string; active?: boolean };
  default_permissions?: Permissions;
  default_events?: string[];
}
