"use client";

import type { GitHubApp } from "@catalyst/api";
import { type FormEvent, useId, useState } from "react";
import { changeGitHubApp } from "../../actions/github.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { FaultNote } from "../parts/shown/fault-note.tsx";

/** Accounts that people pick as assignee or reviewer where they mean Catalyst. */
export function MachineUsers({ app: { id, machineUsers } }: { app: GitHubApp }) {
  const [login, setLogin] = useState("");
  const { isBusy, fault, act } = useAct();
  const fieldId = useId();
  const add = (event: FormEvent) => {
    event.preventDefault();
    act(
      () => changeGitHubApp(id, { addUsers: [{ login: login.trim() }] }),
      () => setLogin(""),
    );
  };
  return (
    <form onSubmit={add} className="flex flex-wrap items-center gap-2">
      <label htmlFor={fieldId} className="text-ink-2">
        People pick, as assignee or reviewer:
      </label>
      {machineUsers.map((user) => (
        <span key={user.id} className="inline-flex items-center gap-1 rounded-full border border-line pl-2.5">
          {visibleText(user.login)}
          <button
            type="button"
            disabled={isBusy}
            aria-label={`Take ${user.login} out`}
            onClick={() => act(() => changeGitHubApp(id, { removeUsers: [user.login] }))}
            className="px-2 text-ink-2 hover:text-ink max-sm:h-11"
          >
            ×
          </button>
        </span>
      ))}
      <input
        id={fieldId}
        value={login}
        required
        maxLength={100}
        placeholder="an account's login"
        autoComplete="off"
        onChange={(event) => setLogin(event.target.value)}
        className="h-7 w-44 rounded-control border border-line bg-surface px-2 placeholder:text-ink-3 max-sm:h-11"
      />
      <Button type="submit" disabled={isBusy || login.trim() === ""}>
        Add
      </Button>
      {fault === null ? null : <FaultNote fault={fault} className="w-full" />}
    </form>
  );
}
