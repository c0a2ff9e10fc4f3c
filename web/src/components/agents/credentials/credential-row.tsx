"use client";

import type { Credential } from "@catalyst/api";
import { useState } from "react";
import type { KeyOwner } from "../../../credentials/key-owner.ts";
import { titleOf } from "../../../credentials/providers.ts";
import { Button } from "../../parts/form/button.tsx";
import { useAct } from "../../parts/form/use-act.ts";
import { CopyLine } from "../../parts/shown/copy-line.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";
import { AgentCredentialForm } from "../agent-credential-form.tsx";
import { DeleteButton } from "./acts/delete-button.tsx";
import { OpenButton } from "./acts/open-button.tsx";
import { CredentialFacts } from "./credential-facts.tsx";
import { TestedNote, type Tried } from "./tested-note.tsx";
import { tryCredential } from "./try-credential.ts";

interface CredentialRowProps {
  credential: Credential;
  owner: KeyOwner;
}

/** A key, and what whoever keeps it can do with it; what comes of that is shown in its place. */
export function CredentialRow({ credential, owner }: CredentialRowProps) {
  const [isReplacing, setIsReplacing] = useState(false);
  return (
    <li className="flex flex-col gap-2 border-b border-line px-5 py-3 max-sm:px-3.5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <CredentialFacts credential={credential} />
        {owner.mayKeep ? (
          <Acts credential={credential} owner={owner} onReplace={() => setIsReplacing((was) => !was)} />
        ) : null}
      </div>
      {isReplacing ? (
        <AgentCredentialForm owners={[owner]} replaces={credential} onClose={() => setIsReplacing(false)} />
      ) : null}
    </li>
  );
}

function Acts({ credential, owner, onReplace }: CredentialRowProps & { onReplace: () => void }) {
  const { id, isOpen, name } = credential;
  const title = titleOf(credential);
  const { isBusy, fault, act } = useAct();
  const [tried, setTried] = useState<Tried | null>(null);
  const named = { id, project: owner.project };
  const test = () =>
    act(async () => {
      setTried(null);
      const result = await tryCredential(named);
      setTried(result.ok ? result.value : null);
      return result;
    });
  const inProject = owner.project === null ? "" : ` --project ${owner.project}`;
  return (
    <div className="flex max-w-full flex-col items-end gap-2 max-sm:w-full max-sm:items-stretch">
      <div className="flex flex-wrap gap-2">
        <Button disabled={isBusy} aria-label={`Test the ${title}`} onClick={test}>
          {isBusy ? "Testing …" : "Test"}
        </Button>
        <Button aria-label={`Replace the ${title}`} onClick={onReplace}>
          Replace
        </Button>
        <OpenButton credential={credential} owner={owner} />
        <DeleteButton credential={credential} owner={owner} />
      </div>
      {tried === null ? null : <TestedNote tried={tried} />}
      {fault === null ? null : <FaultNote fault={fault} />}
      <details className="text-xs text-ink-2">
        <summary>As commands</summary>
        <CopyLine text={`catalyst credentials test ${name}${inProject}`} />
        <CopyLine text={`catalyst credentials ${isOpen ? "close" : "open"} ${name}${inProject}`} />
      </details>
    </div>
  );
}
