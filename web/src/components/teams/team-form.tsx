"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { createTeam } from "../../actions/teams.ts";
import { slugIn } from "../../team/slug-in.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { Button } from "../parts/form/button.tsx";
import { controlLook } from "../parts/form/control-look.ts";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";

/** Makes a team, whose owner whoever makes it is, and shows it. */
export function TeamForm() {
  const router = useRouter();
  const [slug, setSlug] = useState("");
  const { isBusy, fault, once } = useAct();
  const field = useId();
  const make = () => {
    const body = { slug: slug.trim(), name: null };
    once(
      ["createTeam", body],
      (name) => createTeam(body, name),
      (made) => {
        setSlug("");
        router.push(`/settings/team?${new URLSearchParams({ team: made.slug })}`);
      },
    );
  };
  return (
    <form
      aria-label="New team"
      className="flex max-w-2xl flex-col gap-3 p-5 max-sm:px-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        make();
      }}
    >
      <h2 className="text-base font-semibold">New team</h2>
      <div className="flex flex-wrap items-end gap-3">
        <span className="flex flex-1 flex-col gap-1">
          <label htmlFor={field} className="font-medium">
            Name of the team
          </label>
          <input
            id={field}
            aria-describedby={`${field}-hint`}
            value={slug}
            maxLength={40}
            autoComplete="off"
            onChange={(event) => setSlug(slugIn(event.target.value))}
            className={controlLook}
          />
        </span>
        <Button type="submit" tone="primary" className="h-8" disabled={isBusy || slug.trim() === ""}>
          Make team
        </Button>
      </div>
      <p id={`${field}-hint`} className="text-xs text-ink-2">
        As addresses and commands have it: small letters, digits and hyphens. What people call it can be changed
        afterwards.
      </p>
      <CopyLine text={`catalyst teams create ${slug === "" ? "<slug>" : quoteForShell(slug)}`} />
      {fault === null ? null : <FaultNote fault={fault} />}
    </form>
  );
}
