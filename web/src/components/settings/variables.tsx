"use client";

import { useId, useState } from "react";
import type { OwnSettings } from "../../actions/projects.ts";
import type { Drafts } from "../../settings/changes.ts";
import { classNames } from "../parts/class-names.ts";
import { Button } from "../parts/form/button.tsx";
import { controlLook } from "../parts/form/control-look.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

interface VariablesProps {
  own: OwnSettings;
  drafts: Drafts;
  /** null: whoever looks may not change them. */
  onDraft: ((key: string, text: string | null) => void) | null;
  onKeep: (key: string) => void;
}

/** Variables of hooks and agent: text that agents read, no secrets. */
export function Variables({ own, drafts, onDraft, onKeep }: VariablesProps) {
  const drafted = Object.keys(drafts).flatMap((key) => (key.startsWith("env.") ? [key.slice("env.".length)] : []));
  const names = [...new Set([...Object.keys(own.settings.env), ...drafted])];
  return (
    <section id="variables" aria-label="Variables" className="scroll-mt-4">
      <h2 className="border-b border-line pt-6 pb-2 text-base font-semibold">Variables</h2>
      <p className="py-2 text-ink-2">
        Of hooks and agents. Agents read them: a secret of setup belongs elsewhere, by catalyst secrets add.
      </p>
      {names.map((name) => (
        <VariableRow
          key={name}
          name={name}
          value={own.settings.env[name] ?? ""}
          drafted={drafts[`env.${name}`]}
          onDraft={onDraft}
          onKeep={onKeep}
        />
      ))}
      {names.length === 0 ? <p className="text-ink-2">None.</p> : null}
      {onDraft === null ? null : <NewVariable onAdd={(name) => onDraft(`env.${name}`, "")} />}
    </section>
  );
}

interface VariableRowProps extends Pick<VariablesProps, "onDraft" | "onKeep"> {
  name: string;
  value: string;
  drafted: string | null | undefined;
}

function VariableRow({ name, value, drafted, onDraft, onKeep }: VariableRowProps) {
  const key = `env.${name}`;
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-2 py-1">
      <label htmlFor={id} className={classNames("w-60 truncate font-mono text-xs", drafted === null && "line-through")}>
        {name}
      </label>
      <input
        id={id}
        value={drafted ?? value}
        disabled={onDraft === null || drafted === null}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => onDraft?.(key, target.value)}
        className={classNames(controlLook, "min-w-40 flex-1 font-mono text-xs")}
      />
      {onDraft === null || drafted !== undefined ? null : (
        <Button tone="quiet" aria-label={`Take back ${name}`} onClick={() => onDraft(key, null)}>
          Take back
        </Button>
      )}
      {drafted === undefined ? null : (
        <Button tone="quiet" aria-label={`Keep ${name} as it was`} onClick={() => onKeep(key)}>
          Keep as it was
        </Button>
      )}
    </div>
  );
}

function NewVariable({ onAdd }: { onAdd: (name: string) => void }) {
  const [name, setName] = useState("");
  const id = useId();
  return (
    <form
      className="flex flex-wrap items-center gap-2 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(name);
        setName("");
      }}
    >
      <label htmlFor={id} className="sr-only">
        Name of another variable
      </label>
      <input
        id={id}
        value={name}
        placeholder="NODE_ENV"
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setName(target.value.trim())}
        className={classNames(controlLook, "w-60 font-mono text-xs")}
      />
      <Button type="submit" disabled={!NAME.test(name)}>
        Add variable
      </Button>
    </form>
  );
}
