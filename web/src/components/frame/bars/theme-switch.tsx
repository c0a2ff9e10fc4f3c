"use client";

import { MonitorCog } from "lucide-react";
import { useTheme } from "next-themes";
import { useIsListening } from "../../parts/form/use-is-listening.ts";

const THEMES = ["system", "light", "dark"] as const;

/** Light, dark, or as the machine has it, in turn. */
export function ThemeSwitch({ className, wordClassName }: { className: string; wordClassName: string }) {
  const { theme, setTheme } = useTheme();
  // The server doesn't know the choice: it is said once the browser has read it.
  const chosen = (useIsListening() && THEMES.find((name) => name === theme)) || "system";
  const next = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length] ?? "system";
  return (
    <button type="button" className={className} onClick={() => setTheme(next)} title={`Theme: ${chosen}`}>
      <MonitorCog aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      <span className={wordClassName}>Theme: {chosen}</span>
    </button>
  );
}
