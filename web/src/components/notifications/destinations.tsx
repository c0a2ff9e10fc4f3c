"use client";

import type { Destination } from "@catalyst/api";
import { useRouter } from "next/navigation";
import type { Result } from "../../actions/result.ts";
import { FilterChoice } from "../parts/form/filters.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Section } from "../parts/shown/section.tsx";
import { DestinationEntry } from "./destination-entry.tsx";
import { DestinationForm } from "./destination-form.tsx";

interface DestinationsProps {
  found: Result<{ data: Destination[] }>;
  /** null: one's own. */
  team: string | null;
  /** Those that whoever looks keeps. */
  teams: { slug: string; name: string }[];
  projects: string[];
}

/** Where somebody, or a team, is told of tasks. */
export function Destinations({ found, team, teams, projects }: DestinationsProps) {
  const router = useRouter();
  const path = "/settings/notifications";
  return (
    <Section
      title="Where it is told"
      hint="By a webhook, in Slack, or by e-mail."
      action={
        teams.length === 0 ? null : (
          <FilterChoice
            label="Whose"
            value={team ?? ""}
            options={[
              { value: "", words: "Your own" },
              ...teams.map(({ slug, name }) => ({ value: slug, words: name })),
            ]}
            onChange={(slug) => router.push(slug === "" ? path : `${path}?team=${encodeURIComponent(slug)}`)}
          />
        )
      }
    >
      {found.ok ? (
        <>
          {found.value.data.length === 0 ? <p className="text-ink-2">Nowhere yet: add a place below.</p> : null}
          <ul>
            {found.value.data.map((destination) => (
              <li key={destination.id} className="border-b border-line py-3">
                <DestinationEntry destination={destination} team={team} />
              </li>
            ))}
          </ul>
          <DestinationForm key={team} team={team} projects={projects} />
        </>
      ) : (
        <FaultNote fault={found.error} />
      )}
    </Section>
  );
}
