"use client";

import type { ApiKey } from "@catalyst/api";
import { useId } from "react";
import { ROLE_WORDS, ROLES } from "../../words/role-words.ts";
import { visibleText } from "../../words/visible-text.ts";
import { controlLook } from "../parts/form/control-look.ts";
import { Select } from "../parts/form/select.tsx";
import { SCOPE_WORDS, SCOPES } from "./key-scopes.ts";
import type { KeyWish } from "./key-wish.ts";

const DAYS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "", label: "until you delete it" },
];

interface KeyWishFieldsProps {
  wish: KeyWish;
  onChange: (said: Partial<KeyWish>) => void;
  teams: string[];
  projects: string[];
}

/** What a key is called, what it may, where, and how long. */
export function KeyWishFields({ wish, onChange, teams, projects }: KeyWishFieldsProps) {
  const field = useId();
  const places = [
    { value: "", label: "wherever you may" },
    ...teams.map((team) => ({ value: `team:${team}`, label: `the team ${visibleText(team)}` })),
    ...projects.map((name) => ({ value: `project:${name}`, label: `the project ${visibleText(name)}` })),
  ];
  return (
    <>
      <span className="flex flex-col gap-1">
        <label htmlFor={field} className="font-medium">
          Name
        </label>
        <input
          id={field}
          value={wish.name}
          maxLength={400}
          autoComplete="off"
          placeholder="CI"
          onChange={(event) => onChange({ name: event.target.value })}
          className={controlLook}
        />
      </span>
      <Scopes chosen={wish.scopes} onChange={(scopes) => onChange({ scopes })} />
      <div className="flex flex-wrap gap-3">
        <Select<ApiKey["role"]>
          label="The most that it may"
          value={wish.role}
          onChange={(role) => onChange({ role })}
          options={ROLES.map((role) => ({ value: role, label: `${role}: ${ROLE_WORDS[role]}` }))}
          className="max-w-full"
        />
        <Select label="Where" value={wish.place} onChange={(place) => onChange({ place })} options={places} />
        <Select label="How long" value={wish.days} onChange={(days) => onChange({ days })} options={DAYS} />
      </div>
    </>
  );
}

interface ScopesProps {
  chosen: ApiKey["scopes"];
  onChange: (scopes: ApiKey["scopes"]) => void;
}

function Scopes({ chosen, onChange }: ScopesProps) {
  return (
    <fieldset className="flex flex-col">
      <legend className="font-medium">What it is for</legend>
      {SCOPES.map((scope) => (
        <label key={scope} className="flex items-center gap-2 py-0.5 max-sm:min-h-11">
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            onChange={({ target }) =>
              onChange(SCOPES.filter((one) => (one === scope ? target.checked : chosen.includes(one))))
            }
          />
          <span>
            <span className="font-mono text-xs">{scope}</span> <span className="text-ink-2">{SCOPE_WORDS[scope]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
