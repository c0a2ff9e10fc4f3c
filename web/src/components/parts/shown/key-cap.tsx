/** The key that does the same; to a screen reader it is said by `aria-keyshortcuts` of what it belongs to. */
export function KeyCap({ children }: { children: string }) {
  return (
    <kbd aria-hidden className="font-mono text-xs opacity-70 max-sm:hidden">
      {children}
    </kbd>
  );
}
