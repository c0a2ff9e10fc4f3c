"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Button } from "../../parts/form/button.tsx";
import { KEY_MAP } from "./keys.ts";

interface KeyMapProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Which key does what. */
export function KeyMap({ isOpen, onOpenChange }: KeyMapProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-ink/30" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-40 flex max-h-[85dvh] w-[min(640px,calc(100vw-28px))] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-box border border-line bg-surface p-5 shadow-2xl">
          <div className="flex items-center justify-between">
            <Dialog.Title className="text-base font-semibold">Keys</Dialog.Title>
            <Dialog.Close render={<Button tone="quiet" />}>Close</Dialog.Close>
          </div>
          <div className="columns-2 gap-8 max-sm:columns-1">
            {KEY_MAP.map(({ where, keys }) => (
              <section key={where} aria-label={where} className="break-inside-avoid pb-5">
                <h3 className="pb-1 text-xs font-[550] text-ink-2">{where}</h3>
                <dl>
                  {keys.map(([key, does]) => (
                    <div key={key} className="flex items-center justify-between border-b border-line py-1">
                      <dt>
                        <kbd className="font-mono text-xs">{key}</kbd>
                      </dt>
                      <dd className="text-ink-2">{does}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <p className="text-xs text-ink-2">Off while you type. On a Mac, Cmd does what Ctrl does.</p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
