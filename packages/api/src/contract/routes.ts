import { AGENT_ROUTES } from "../agents/agent-routes.ts";
import { CREDENTIAL_ROUTES } from "../credentials/credential-routes.ts";
import { PAIR_ROUTES } from "../credentials/pair-routes.ts";
import { GITHUB_APP_ROUTES } from "../github/app-routes.ts";
import { GITHUB_LINK_ROUTES } from "../github/link-routes.ts";
import { GITHUB_MISSED_ROUTES } from "../github/missed-routes.ts";
import { GITHUB_TRIGGER_ROUTES } from "../github/trigger-routes.ts";
import { GITHUB_WATCH_ROUTES } from "../github/watch-routes.ts";
import { KEY_ROUTES } from "../keys/key-routes.ts";
import { MACHINE_ROUTES } from "../machine/machine-routes.ts";
import { DESTINATION_ROUTES } from "../notifications/destination-routes.ts";
import { NOTIFICATION_ROUTES } from "../notifications/notification-routes.ts";
import { PEOPLE_ROUTES } from "../people/people-routes.ts";
import { TEAM_INVITATION_ROUTES } from "../people/team-invitation-routes.ts";
import { REPOSITORY_ROUTES } from "../repositories/repository-routes.ts";
import { SETTING_ROUTES } from "../settings/setting-routes.ts";
import { ACT_ROUTES } from "../tasks/act-routes.ts";
import { OVERVIEW_ROUTES } from "../tasks/overview-routes.ts";
import { STREAM_ROUTES } from "../tasks/stream-routes.ts";
import { TASK_ROUTES } from "../tasks/task-routes.ts";
import { PROJECT_ROUTES } from "../teams/project-routes.ts";
import { TEAM_ROUTES } from "../teams/team-routes.ts";
import { WISH_ROUTES } from "../wishes/wish-routes.ts";

/** Every door there is, by its operation's name. The server implements each once; clients call them by this name. */
export const ROUTES = {
  ...TASK_ROUTES,
  ...OVERVIEW_ROUTES,
  ...ACT_ROUTES,
  ...STREAM_ROUTES,
  ...CREDENTIAL_ROUTES,
  ...PAIR_ROUTES,
  ...REPOSITORY_ROUTES,
  ...SETTING_ROUTES,
  ...TEAM_ROUTES,
  ...PROJECT_ROUTES,
  ...KEY_ROUTES,
  ...DESTINATION_ROUTES,
  ...NOTIFICATION_ROUTES,
  ...AGENT_ROUTES,
  ...WISH_ROUTES,
  ...GITHUB_APP_ROUTES,
  ...GITHUB_TRIGGER_ROUTES,
  ...GITHUB_LINK_ROUTES,
  ...GITHUB_MISSED_ROUTES,
  ...GITHUB_WATCH_ROUTES,
  ...PEOPLE_ROUTES,
  ...TEAM_INVITATION_ROUTES,
  ...MACHINE_ROUTES,
};
export type Routes = typeof ROUTES;
export type Operation = keyof Routes;
