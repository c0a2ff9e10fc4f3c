"use client";

import type { Team, TeamMember } from "@catalyst/api";
import { useRouter } from "next/navigation";
import { changeTeamMember, type Role, removeTeamMember } from "../../actions/teams.ts";
import { mayKeep, ROLE_WORDS, rolesToGive } from "../../words/role-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Confirm } from "../parts/form/confirm.tsx";
import { Select } from "../parts/form/select.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Cell, Row, Table } from "../parts/shown/table.tsx";
import { Moment } from "../parts/time/moment.tsx";

interface MemberListProps {
  team: Team;
  members: TeamMember[];
  /** The login of whoever looks. */
  me: string;
}

/** Who is in a team, and what each may there. */
export function MemberList({ team, members, me }: MemberListProps) {
  return (
    <>
      <Table label="Members" columns={["Member", "Role", "Since", null]}>
        {members.map((member) => (
          <MemberRow key={member.login} team={team} member={member} isMe={member.login === me} />
        ))}
      </Table>
      <details className="px-5 pt-2 text-xs text-ink-2 max-sm:px-3.5">
        <summary>Copy as command</summary>
        <CopyLine text={`catalyst teams members ${team.slug}`} />
        {mayKeep(team.role) ? <CopyLine text={`catalyst teams role ${team.slug} <login> member`} /> : null}
      </details>
    </>
  );
}

function MemberRow({ team, member, isMe }: { team: Team; member: TeamMember; isMe: boolean }) {
  const { login, name, role, since } = member;
  const { isBusy, fault, act } = useAct();
  const mayChange = mayKeep(team.role) && rolesToGive(team.role).includes(role);
  return (
    <Row>
      <Cell>
        <span className="font-[550]">{visibleText(name === "" ? login : name)}</span>{" "}
        <span className="font-mono text-xs text-ink-2">{visibleText(login)}</span>
        {isMe ? <span className="text-ink-2"> (you)</span> : null}
      </Cell>
      <Cell>
        {mayChange ? (
          <Select<Role>
            label={`Role of ${login}`}
            isLabelHidden
            value={role}
            disabled={isBusy}
            onChange={(chosen) => act(() => changeTeamMember(team.slug, login, chosen))}
            options={rolesToGive(team.role).map((one) => ({ value: one, label: `${one}: ${ROLE_WORDS[one]}` }))}
            className="max-w-96 max-sm:max-w-40"
          />
        ) : (
          <span title={ROLE_WORDS[role]}>{role}</span>
        )}
        {fault === null ? null : <FaultNote fault={fault} className="mt-2" />}
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <Moment at={since} />
      </Cell>
      <Cell>{mayChange || isMe ? <RemoveMember team={team.slug} login={login} isMe={isMe} /> : null}</Cell>
    </Row>
  );
}

function RemoveMember({ team, login, isMe }: { team: string; login: string; isMe: boolean }) {
  const router = useRouter();
  const { isBusy, fault, act } = useAct();
  return (
    <Confirm
      words={isMe ? "Leave" : "Remove"}
      about={isMe ? team : login}
      title={isMe ? `Leave ${team}?` : `Take ${login} out of ${team}?`}
      command={isMe ? `catalyst teams leave ${team}` : `catalyst teams remove ${team} ${login}`}
      isBusy={isBusy}
      fault={fault}
      onConfirm={() =>
        act(
          () => removeTeamMember(team, login),
          () => (isMe ? router.push("/settings/team") : undefined),
        )
      }
    >
      <p className="text-ink-2">
        {isMe ? "You no longer see" : "They no longer see"} its projects and tasks. To come back takes an invitation.
      </p>
    </Confirm>
  );
}
