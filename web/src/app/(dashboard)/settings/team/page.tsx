import type { Team } from "@catalyst/api";
import type { Metadata } from "next";
import { listTeamInvitations, listTeamMembers, listTeams } from "../../../../actions/teams.ts";
import { whoLooks } from "../../../../api/who-looks.ts";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { PageFault } from "../../../../components/parts/shown/page-fault.tsx";
import { InvitationList } from "../../../../components/teams/invitation-list.tsx";
import { InviteForm } from "../../../../components/teams/invite-form.tsx";
import { MemberList } from "../../../../components/teams/member-list.tsx";
import { TeamForm } from "../../../../components/teams/team-form.tsx";
import { TeamNames } from "../../../../components/teams/team-names.tsx";
import { TeamSwitch } from "../../../../components/teams/team-switch.tsx";
import { readTeam } from "../../../../team/read-team.ts";
import { mayKeep } from "../../../../words/role-words.ts";

export const metadata: Metadata = { title: "Team" };

interface TeamPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function TeamPage({ searchParams }: TeamPageProps) {
  const teams = await listTeams();
  if (!teams.ok) {
    return (
      <>
        <PageHead title="Team" />
        <PageFault fault={teams.error} className="m-5" />
      </>
    );
  }
  const asked = [(await searchParams).team].flat()[0];
  const { team } = await readTeam();
  const find = (wanted: string | undefined) => teams.value.find(({ slug }) => slug === wanted);
  const chosen = find(asked) ?? find(team?.slug) ?? teams.value[0];
  return (
    <>
      <PageHead title="Team">
        {chosen === undefined ? null : <TeamSwitch teams={teams.value} chosen={chosen.slug} />}
      </PageHead>
      {chosen === undefined ? <NoTeam /> : <ChosenTeam key={chosen.slug} team={chosen} />}
      <TeamForm />
    </>
  );
}

function NoTeam() {
  return (
    <div className="max-w-xl p-5 max-sm:px-3.5">
      <h2 className="text-lg font-semibold">You are in no team</h2>
      <p className="text-ink-2">
        A team shares projects, keys and tasks. Make one, and you are its owner; or open the link of an invitation.
      </p>
    </div>
  );
}

async function ChosenTeam({ team }: { team: Team }) {
  const isKept = mayKeep(team.role);
  const [me, members, invitations] = await Promise.all([
    whoLooks(),
    listTeamMembers(team.slug),
    isKept ? listTeamInvitations(team.slug) : null,
  ]);
  return (
    <>
      {isKept ? (
        <TeamNames team={team} />
      ) : (
        <p className="border-b border-line px-5 py-3 text-ink-2 max-sm:px-3.5">
          You are {team.role} here: owners and admins keep its members.
        </p>
      )}
      {members.ok ? (
        <MemberList team={team} members={members.value} me={me.login} />
      ) : (
        <PageFault fault={members.error} className="m-5" />
      )}
      {invitations === null ? null : (
        <>
          <InviteForm team={team} />
          {invitations.ok ? (
            <InvitationList team={team.slug} invitations={invitations.value} />
          ) : (
            <PageFault fault={invitations.error} className="m-5" />
          )}
        </>
      )}
    </>
  );
}
