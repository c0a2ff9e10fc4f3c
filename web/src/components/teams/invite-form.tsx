"use client";

import type { Team } from "@catalyst/api";
import { useId, useState } from "react";
import { inviteTeamMember, type MadeInvitation, type Role } from "../../actions/teams.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { ROLE_WORDS, rolesToGive } from "../../words/role-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { controlLook } from "../parts/form/control-look.ts";
import { Select } from "../parts/form/select.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";

/** Makes the link by which somebody comes into a team; it is shown this once. */
export function InviteForm({ team }: { team: Team }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("member");
  const [made, setMade] = useState<MadeInvitation | null>(null);
  const { isBusy, fault, once } = useAct();
  const field = useId();
  const invite = () => {
    const body = { name: name.trim(), role };
    once(
      ["inviteTeamMember", team.slug, body],
      () => inviteTeamMember(team.slug, body),
      (invitation) => {
        setMade(invitation);
        setName("");
      },
    );
  };
  return (
    <form
      aria-label="Invite somebody"
      className="flex max-w-2xl flex-col gap-3 p-5 max-sm:px-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        invite();
      }}
    >
      <h2 className="text-base font-semibold">Invite somebody</h2>
      <div className="flex flex-wrap items-end gap-3">
        <span className="flex flex-1 flex-col gap-1">
          <label htmlFor={field} className="font-medium">
            For whom
          </label>
          <input
            id={field}
            value={name}
            maxLength={255}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
            className={controlLook}
          />
        </span>
        <Select<Role>
          label="As"
          value={role}
          onChange={setRole}
          options={rolesToGive(team.role).map((one) => ({ value: one, label: `${one}: ${ROLE_WORDS[one]}` }))}
          className="max-w-full"
        />
        <Button type="submit" tone="primary" className="h-8" disabled={isBusy || name.trim() === ""}>
          Make link
        </Button>
      </div>
      <CopyLine
        text={`catalyst people invite ${quoteForShell(name.trim() || "<name>")} --team ${team.slug} --role ${role}`}
      />
      {fault === null ? null : <FaultNote fault={fault} />}
      {made === null ? null : (
        <div role="status">
          <p>
            The link for {visibleText(made.invitation.name)}. Whoever opens it first is in {team.slug}. It is shown this
            once.
          </p>
          <CopyLine text={made.url} />
        </div>
      )}
    </form>
  );
}
