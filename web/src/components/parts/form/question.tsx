"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { CopyLine } from "../shown/copy-line.tsx";
import { Button } from "./button.tsx";

interface QuestionProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** The same as a command. */
  command: string;
  confirm: { words: string; isDanger?: boolean; isBusy: boolean; onConfirm: () => void };
  children?: ReactNode;
}

/** Asks once before something is done. */
export function Question({ isOpen, onOpenChange, title, command, confirm, children }: QuestionProps) {
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-30 bg-ink/30" />
        <AlertDialog.Popup className="fixed top-1/3 left-1/2 z-40 flex w-[min(480px,calc(100vw-28px))] -translate-x-1/2 -translate-y-1/3 flex-col gap-3 rounded-box border border-line bg-surface p-5 shadow-2xl">
          <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
          {children}
          <CopyLine text={command} />
          <div className="flex justify-end gap-2">
            <AlertDialog.Close render={<Button />}>Cancel</AlertDialog.Close>
            <Button
              tone={confirm.isDanger ? "danger" : "primary"}
              disabled={confirm.isBusy}
              onClick={confirm.onConfirm}
            >
              {confirm.words}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
