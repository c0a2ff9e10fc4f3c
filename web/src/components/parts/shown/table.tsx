import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../class-names.ts";

interface TableProps {
  /** What it is a table of. */
  label: string;
  /** What stands in the columns; null: what can be done with a row. */
  columns: readonly (string | null)[];
  /** Those of numbers, which stand at the right. */
  numbers?: readonly string[];
  children: ReactNode;
}

/** Rows of the same kind. Where there is less room it is moved sideways, by the keyboard, too. */
export function Table({ label, columns, numbers = [], children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by the keyboard.
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-xs text-ink-2">
            {columns.map((column) => (
              <th
                key={column ?? ""}
                scope="col"
                className={classNames(
                  "px-5 py-2 font-[550] whitespace-nowrap max-sm:px-3.5",
                  numbers.includes(column ?? "") && "text-right",
                )}
              >
                {column ?? <span className="sr-only">Actions</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

export function Row(props: ComponentProps<"tr">) {
  return <tr {...props} className={classNames("border-b border-line hover:bg-sunken", props.className)} />;
}

export function Cell(props: ComponentProps<"td">) {
  return <td {...props} className={classNames("h-11 px-5 py-1.5 max-sm:px-3.5", props.className)} />;
}
