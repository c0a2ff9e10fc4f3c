import type { Output } from "./output.ts";
import { renderTable } from "./render-table.ts";

/** A list as a table, or as one value a line. `none` is said for an empty one, with what to do about it. */
export function showList<Item>(
  items: Item[],
  { isJson, output }: { isJson: boolean; output: Output },
  { head, row, none }: { head: string[]; row: (item: Item) => string[]; none: string },
): void {
  if (isJson) {
    for (const item of items) {
      output.json(item);
    }
  } else if (items.length === 0) {
    output.say(none);
  } else {
    for (const line of renderTable(head, items.map(row), output)) {
      output.data(line);
    }
  }
}
