import { CopyLine } from "./copy-line.tsx";

/** The same for a terminal, folded. */
export function AsCommand({ lines }: { lines: readonly string[] }) {
  return (
    <details className="text-xs text-ink-2">
      <summary>Copy as command</summary>
      {lines.map((line) => (
        <CopyLine key={line} text={line} />
      ))}
    </details>
  );
}
