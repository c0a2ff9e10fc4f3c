"use client";

import type { Team } from "@catalyst/api";
import { useRouter } from "next/navigation";
import { visibleText } from "../../words/visible-text.ts";
import { Select } from "../parts/form/select.tsx";

/** Which of one's teams is shown, as the page's address has it. */
export function TeamSwitch({ teams, chosen }: { teams: Team[]; chosen: string }) {
  const router = useRouter();
  return teams.length === 1 ? (
    <span className="text-ink-2">{visibleText(teams[0]?.name ?? chosen)}</span>
  ) : (
    <Select
      label="Team"
      isLabelHidden
      value={chosen}
      onChange={(slug) => router.push(`/settings/team?${new URLSearchParams({ team: slug })}`)}
      options={teams.map(({ slug, name }) => ({ value: slug, label: visibleText(name) }))}
    />
  );
}
