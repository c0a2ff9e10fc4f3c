"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Fault } from "../../../api/fault.ts";
import { CopyLine } from "../shown/copy-line.tsx";
import { FaultNote } from "../shown/fault-note.tsx";
import { Button } from "./button.tsx";

interface ConfirmProps {
  /** What the button says, before and in the question. */
  words: string;
  /** To whom a button alone says too little: what of all those in a list it is about. */
  about: string;
  title: string;
  /** The same as a command; null: there is none. */
  command: string | null;
  isBusy: boolean;
  fault: Fault | null;
  onConfirm: () => void;
  /** What will come of it. */
  children?: ReactNode;
}

/** Asks once, in place, before something is gone. */
export function Confirm({ words, about, title, command, isBusy, fault, onConfirm, children }: ConfirmProps) {
  const [isOpen, setIsOpen] = useState(false);
  const cancelRef = useRef<HTMLButtonElement>(null);
  const openRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) {
      cancelRef.current?.focus();
    }
  }, [isOpen]);
  const close = () => {
    setIsOpen(false);
    requestAnimationFrame(() => openRef.current?.focus());
  };
  if (!isOpen) {
    return (
      <Button ref={openRef} tone="danger" aria-label={`${words}: ${about}`} onClick={() => setIsOpen(true)}>
        {words}
      </Button>
    );
  }
  return (
    <fieldset
      className="flex w-full min-w-60 flex-col gap-2 rounded-box border border-line bg-surface p-3 text-left whitespace-normal"
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          close();
        }
      }}
    >
      <legend className="sr-only">{title}</legend>
      <p aria-hidden className="font-[550]">
        {title}
      </p>
      {children}
      {command === null ? null : <CopyLine text={command} />}
      {fault === null ? null : <FaultNote fault={fault} />}
      <div className="flex justify-end gap-2">
        <Button ref={cancelRef} onClick={close}>
          Cancel
        </Button>
        <Button tone="danger" disabled={isBusy} onClick={onConfirm}>
          {words}
        </Button>
      </div>
    </fieldset>
  );
}
