const rows = () => [...document.querySelectorAll<HTMLElement>("a[data-task]")];

/** The one that has the focus, or of which an action has it. */
export function focusedRow(): HTMLElement | undefined {
  const { activeElement } = document;
  const within = activeElement?.closest("[data-acts]")?.previousElementSibling ?? activeElement;
  return rows().find((row) => row === within);
}

/** To the first thing that can be done with the row. */
export function focusActs(): void {
  focusedRow()?.nextElementSibling?.querySelector<HTMLElement>("a, button:enabled")?.focus();
}

/** Up or down; to the first, where none has the focus. */
export function moveFocus(by: 1 | -1): void {
  const all = rows();
  const at = all.indexOf(focusedRow() as HTMLElement);
  all[at === -1 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
}

/** To the row below, or above the last one: this one is about to go. */
export function leaveRow(): void {
  moveFocus(rows().at(-1) === focusedRow() ? -1 : 1);
}
