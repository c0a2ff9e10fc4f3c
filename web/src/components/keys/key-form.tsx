"use client";

import { useState } from "react";
import { createApiKey, type MadeApiKey } from "../../actions/keys.ts";
import { Button } from "../parts/form/button.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { commandOf, FIRST, type KeyWish, requestOf } from "./key-wish.ts";
import { KeyWishFields } from "./key-wish-fields.tsx";
import { MadeKey } from "./made-key.tsx";

interface KeyFormProps {
  teams: string[];
  projects: string[];
}

/** Makes an API key, which is shown this once and kept by nobody else. */
export function KeyForm({ teams, projects }: KeyFormProps) {
  const [wish, setWish] = useState<KeyWish>(FIRST);
  const [made, setMade] = useState<MadeApiKey | null>(null);
  const { isBusy, fault, once } = useAct();
  const make = () =>
    once(
      ["createApiKey", wish],
      () => createApiKey(requestOf(wish, new Date())),
      (key) => {
        setMade(key);
        setWish(FIRST);
      },
    );
  return (
    <form
      aria-label="New API key"
      className="flex max-w-2xl flex-col gap-4 p-5 max-sm:px-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        make();
      }}
    >
      <h2 className="text-base font-semibold">New API key</h2>
      {made === null ? null : <MadeKey made={made} onHide={() => setMade(null)} />}
      <KeyWishFields wish={wish} onChange={(said) => setWish({ ...wish, ...said })} teams={teams} projects={projects} />
      <CopyLine text={commandOf(wish)} />
      {fault === null ? null : <FaultNote fault={fault} />}
      <div>
        <Button type="submit" tone="primary" disabled={isBusy || wish.name.trim() === "" || wish.scopes.length === 0}>
          Make key
        </Button>
      </div>
    </form>
  );
}
