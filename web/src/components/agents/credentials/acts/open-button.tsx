"use client";

import type { Credential } from "@catalyst/api";
import { useState } from "react";
import { openAgentCredential } from "../../../../actions/agent-credentials.ts";
import type { KeyOwner } from "../../../../credentials/key-owner.ts";
import { titleOf } from "../../../../credentials/providers.ts";
import { Button } from "../../../parts/form/button.tsx";
import { Question } from "../../../parts/form/question.tsx";
import { useAct } from "../../../parts/form/use-act.ts";
import { FaultNote } from "../../../parts/shown/fault-note.tsx";

interface OpenButtonProps {
  credential: Credential;
  owner: KeyOwner;
}

/** Whether a key pays as well for what others ask for: asks once before it does. */
export function OpenButton({ credential, owner: { project, team } }: OpenButtonProps) {
  const { id, name, isOpen } = credential;
  const [isAsking, setIsAsking] = useState(false);
  const { isBusy, fault, act } = useAct();
  const title = titleOf(credential);
  const set = (isOpened: boolean) =>
    act(
      () => openAgentCredential({ id, project }, isOpened),
      () => setIsAsking(false),
    );
  if (isOpen) {
    return (
      <>
        <Button disabled={isBusy} aria-label={`Pay for others no more: the ${title}`} onClick={() => set(false)}>
          Pay for others no more
        </Button>
        {fault === null ? null : <FaultNote fault={fault} />}
      </>
    );
  }
  return (
    <>
      <Button aria-label={`Pay for others: the ${title}`} onClick={() => setIsAsking(true)}>
        Pay for others
      </Button>
      <Question
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Let the ${title} pay for others?`}
        command={`catalyst credentials open ${name}${project === null ? "" : ` --project ${project}`}`}
        confirm={{ words: "Pay for others", isBusy, onConfirm: () => set(true) }}
      >
        <p className="text-ink-2">
          Whoever may write in {team === null ? "your repositories" : `the repositories of ${team}`} and asks for
          something at GitHub has it done with this key, where they have none of their own. Nobody sees the key; what it
          costs stands under Usage.
        </p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}
