import type { Team } from "../state/team.ts";
import type { World } from "../state/world.ts";
import { nodeId, viewAccount } from "./view-account.ts";

/** GitHub's `team-simple`, as pull requests and webhooks have it. */
export function viewTeam({ id, organization, slug }: Team, address: string) {
  const url = `${address}/orgs/${organization.login}/teams/${slug}`;
  return {
    ...{ id, node_id: nodeId("Team", id), name: slug, slug, description: "", privacy: "closed", url },
    permission: "pull",
    ...{ html_url: url, members_url: `${url}/members{/member}`, repositories_url: `${url}/repos` },
  };
}

/** GitHub's `team`, as events of issues have it. */
export function viewTeamOfEvent(team: Team, address: string) {
  return { ...viewTeam(team, address), parent: null, type: "organization", organization_id: team.organization.id };
}

/** GitHub's `team-full`: one that is asked for by its name. */
export function viewFullTeam(team: Team, world: World) {
  const { organization, memberIds } = team;
  const repositories = world.repositories.filter(({ teams }) => teams.some((each) => each.team === team));
  const url = `${world.address}/orgs/${organization.login}`;
  const at = world.app.createdAt.toISOString();
  return {
    ...viewTeamOfEvent(team, world.address),
    ...{ members_count: memberIds.size, repos_count: repositories.length, created_at: at, updated_at: at },
    organization: {
      ...viewAccount(organization, world.address),
      ...{ url, repos_url: `${url}/repos`, events_url: `${url}/events`, hooks_url: `${url}/hooks` },
      ...{ issues_url: `${url}/issues`, members_url: `${url}/members{/member}` },
      ...{ public_members_url: `${url}/public_members{/member}`, description: null, type: "Organization" },
      ...{ has_organization_projects: false, has_repository_projects: false, public_repos: 0, public_gists: 0 },
      ...{ followers: 0, following: 0, created_at: at, updated_at: at, archived_at: null },
    },
  };
}
