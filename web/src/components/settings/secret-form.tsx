"use client";

import { useId, useState } from "react";
import { putRepositorySecret } from "../../actions/secrets.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { classNames } from "../parts/class-names.ts";
import { Button } from "../parts/form/button.tsx";
import { controlLook } from "../parts/form/control-look.ts";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";

interface SecretFormProps {
  /** Its id. */
  repository: string;
  /** The same in a command. */
  place: string;
  onStored: () => void;
}

/** Stores a secret, in the place of one of its name; what was typed is forgotten once it is stored. */
export function SecretForm({ repository, place, onStored }: SecretFormProps) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const { isBusy, fault, act } = useAct();
  const id = useId();
  const store = () =>
    act(
      () => putRepositorySecret(repository, { name, value }),
      () => {
        setName("");
        setValue("");
        onStored();
      },
    );
  return (
    <form
      aria-label="New secret"
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <span className="flex flex-col gap-1">
          <label htmlFor={`${id}-name`} className="font-medium">
            Name
          </label>
          <input
            id={`${id}-name`}
            value={name}
            maxLength={100}
            placeholder="NPM_TOKEN"
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setName(target.value.trim())}
            className={classNames(controlLook, "w-60 font-mono text-xs")}
          />
        </span>
        <span className="flex flex-1 flex-col gap-1">
          <label htmlFor={`${id}-value`} className="font-medium">
            Value
          </label>
          <input
            id={`${id}-value`}
            type="password"
            value={value}
            autoComplete="new-password"
            onChange={({ target }) => setValue(target.value)}
            className={classNames(controlLook, "min-w-40 font-mono text-xs")}
          />
        </span>
        <Button type="submit" className="h-8" disabled={isBusy || name === "" || value === ""}>
          Store
        </Button>
      </div>
      <CopyLine text={`catalyst secrets add ${quoteForShell(name || "<NAME>")} ${place}`} />
      {fault === null ? null : <FaultNote fault={fault} />}
    </form>
  );
}
