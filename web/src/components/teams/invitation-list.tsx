"use client";

import { removeTeamInvitation, type TeamInvitation } from "../../actions/teams.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Confirm } from "../parts/form/confirm.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { Cell, Row, Table } from "../parts/shown/table.tsx";
import { Moment } from "../parts/time/moment.tsx";

/** Invitations that nobody has accepted. */
export function InvitationList({ team, invitations }: { team: string; invitations: TeamInvitation[] }) {
  return invitations.length === 0 ? null : (
    <Table label="Invitations that nobody has accepted" columns={["Invited", "As", "Made", "Counts until", null]}>
      {invitations.map((invitation) => (
        <InvitationRow key={invitation.id} team={team} invitation={invitation} />
      ))}
    </Table>
  );
}

function InvitationRow({ team, invitation }: { team: string; invitation: TeamInvitation }) {
  const { id, name, role, createdAt, expiresAt } = invitation;
  const { isBusy, fault, act } = useAct();
  return (
    <Row>
      <Cell className="font-[550]">{visibleText(name)}</Cell>
      <Cell>{role}</Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <Moment at={createdAt} />
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <Moment at={expiresAt} />
      </Cell>
      <Cell>
        <Confirm
          words="Withdraw"
          about={name}
          title={`Withdraw the invitation of ${visibleText(name)}?`}
          command={`catalyst people withdraw ${id} --team ${team}`}
          isBusy={isBusy}
          fault={fault}
          onConfirm={() => act(() => removeTeamInvitation(team, id))}
        >
          <p className="text-ink-2">Its link is worth nothing any more.</p>
        </Confirm>
      </Cell>
    </Row>
  );
}
