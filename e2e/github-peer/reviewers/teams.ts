import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notByIntegration, notFound } from "../door/refusal.ts";
import type { Call } from "../route.ts";
import { holds } from "../state/app.ts";
import type { Team } from "../state/team.ts";
import { findAccount } from "../state/world.ts";
import { viewAccount } from "../views/view-account.ts";
import { viewFullTeam } from "../views/view-team.ts";

export function answerTeam(call: Call) {
  return json(200, viewFullTeam(needTeam(call), call.world));
}

export function answerMembers(call: Call) {
  const { memberIds } = needTeam(call);
  const members = call.world.accounts.filter(({ id }) => memberIds.has(id));
  const { items, headers } = paginate(call, members);
  const views = items.map((account) => viewAccount(account, call.world.address));
  return json(200, views, headers);
}

/** 404 for who isn't a member. */
export function answerMembership(call: Call) {
  const { memberIds, slug, organization } = needTeam(call);
  const account = findAccount(call.world, String(call.path.username));
  if (!account || !memberIds.has(account.id)) {
    throw notFound();
  }
  const url = `${call.world.address}/orgs/${organization.login}/teams/${slug}/memberships/${account.login}`;
  return json(200, { url, role: "member", state: "active" });
}

/** An App sees teams of organisations where it is installed and may read the members. */
function needTeam({ world, caller, path }: Call): Team {
  const team = world.teams.find((each) => each.organization.login === path.org && each.slug === path.team_slug);
  if (caller.kind === "installation") {
    const { installation, permissions } = caller.token;
    if (!holds(permissions, "members", "read") || installation.account.id !== team?.organization.id) {
      throw notByIntegration();
    }
  }
  if (!team) {
    throw notFound();
  }
  return team;
}
