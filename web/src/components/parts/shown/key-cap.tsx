"use client";

import { useSyncExternalStore } from "react";

/** The key that does the same; to a screen reader it is said by `aria-keyshortcuts` of what it belongs to. */
export function KeyCap({ children }: { children: string }) {
  return (
    <kbd aria-hidden className="font-mono text-xs max-sm:hidden">
      {children}
    </kbd>
  );
}

const never = () => () => undefined;

/** The keys that send what is typed, as they are called on the machine of whoever looks. */
export function SendKeys() {
  const isApple = useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  );
  return <KeyCap>{isApple ? "⌘↵" : "Ctrl ↵"}</KeyCap>;
}
