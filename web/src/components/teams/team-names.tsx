"use client";

import type { Team } from "@catalyst/api";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { renameTeam } from "../../actions/teams.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { Button } from "../parts/form/button.tsx";
import { controlLook } from "../parts/form/control-look.ts";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";

/** What a team is called, for whoever may say it anew. */
export function TeamNames({ team }: { team: Team }) {
  const router = useRouter();
  const [name, setName] = useState(team.name);
  const [slug, setSlug] = useState(team.slug);
  const { isBusy, fault, act } = useAct();
  const field = useId();
  const isChanged = name !== team.name || slug !== team.slug;
  const fields = [
    { id: `${field}-name`, label: "Name", value: name, set: setName, max: 400 },
    { id: `${field}-slug`, label: "In addresses and commands", value: slug, set: setSlug, max: 40 },
  ];
  return (
    <form
      aria-label="What the team is called"
      className="flex flex-wrap items-end gap-3 border-b border-line px-5 py-4 max-sm:px-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        act(
          () => renameTeam(team.slug, { name: name.trim(), slug: slug.trim() }),
          () => router.replace(`/settings/team?${new URLSearchParams({ team: slug.trim() })}`),
        );
      }}
    >
      {fields.map(({ id, label, value, set, max }) => (
        <span key={id} className="flex flex-col gap-1">
          <label htmlFor={id} className="font-medium">
            {label}
          </label>
          <input
            id={id}
            value={value}
            maxLength={max}
            autoComplete="off"
            onChange={(event) => set(event.target.value)}
            className={controlLook}
          />
        </span>
      ))}
      {isChanged ? (
        <>
          <Button
            type="submit"
            tone="primary"
            className="h-8"
            disabled={isBusy || name.trim() === "" || slug.trim() === ""}
          >
            Save
          </Button>
          <CopyLine
            text={`catalyst teams rename ${team.slug} --slug ${quoteForShell(slug)} --name ${quoteForShell(name)}`}
          />
        </>
      ) : null}
      {fault === null ? null : <FaultNote fault={fault} />}
    </form>
  );
}
