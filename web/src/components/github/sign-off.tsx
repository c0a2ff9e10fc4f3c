"use client";

import { type FormEvent, useState } from "react";
import { putSignOff, removeSignOff, type SignOff } from "../../actions/github.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { TextField } from "../parts/form/field.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Section } from "../parts/shown/section.tsx";
import { Moment } from "../parts/time/moment.tsx";

const MAX_NAME_CHARACTERS = 100;
const MAX_EMAIL_CHARACTERS = 254;

/** As whom commits that somebody asks for are signed off: once they agree, and as long as they do. */
export function SignOffForm({ signOff }: { signOff: SignOff }) {
  return (
    <Section
      title="Signing commits off"
      hint="Some projects take commits only that somebody signed off (github.dco). Those that you ask for are signed off in your name once you agree to that here."
    >
      {signOff === null ? <Agree /> : <Agreed signOff={signOff} />}
    </Section>
  );
}

function Agree() {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [hasAgreed, setHasAgreed] = useState(false);
  const { isBusy, fault, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(() => putSignOff({ name: name.trim(), email: email.trim() }));
  };
  const command = `catalyst github sign-off --name ${quoteForShell(name.trim() || "<name>")} --email ${quoteForShell(email.trim() || "<address>")}`;
  return (
    <form onSubmit={submit} className="flex max-w-xl flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <TextField
          {...{ label: "Name", required: true, maxLength: MAX_NAME_CHARACTERS, autoComplete: "name", value: name }}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          {...{ label: "E-mail address", type: "email", required: true, maxLength: MAX_EMAIL_CHARACTERS }}
          {...{ autoComplete: "email", value: email }}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          required
          checked={hasAgreed}
          onChange={(event) => setHasAgreed(event.target.checked)}
          className="mt-1"
        />
        <span>
          I certify what a Signed-off-by line says, of commits that I ask Catalyst for: that they may be given under the
          project's license. Name and address stand in them for good.
        </span>
      </label>
      <div>
        <Button type="submit" tone="primary" disabled={isBusy || !hasAgreed}>
          Sign commits off as me
        </Button>
      </div>
      {fault === null ? null : <FaultNote fault={fault} />}
      <CopyLine text={command} />
    </form>
  );
}

function Agreed({ signOff: { name, email, agreedAt } }: { signOff: NonNullable<SignOff> }) {
  const { isBusy, fault, act } = useAct();
  return (
    <div className="flex max-w-xl flex-col gap-2">
      <div className="flex items-center gap-3">
        <p className="mr-auto">
          <span className="font-[550]">{visibleText(name)}</span>{" "}
          <span className="text-ink-2">
            {visibleText(email)} · agreed <Moment at={agreedAt} />
          </span>
        </p>
        <Button tone="danger" disabled={isBusy} onClick={() => act(() => removeSignOff())}>
          Take it back
        </Button>
      </div>
      {fault === null ? null : <FaultNote fault={fault} />}
      <CopyLine text="catalyst github sign-off --remove" />
    </div>
  );
}
